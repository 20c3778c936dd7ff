import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { parseAs } from '#domain/grading/parse-as.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

type Check = CheckOf<'docker.inspect'>;

const configFile = '/etc/docker/daemon.json';

/**
 * What the Docker engine of a host says about itself, a container, an image or a network, asked over its socket; or its
 * configuration file. The docker program of the machine is not used.
 */
export const dockerInspect: CheckModule<'docker.inspect', unknown> = {
  type: 'docker.inspect',
  deadlineMs: () => 25_000,

  expected({ expect }) {
    return expectationWords(expect);
  },

  async observe(check, scene) {
    if (check.what === 'daemon-config') return readConfig(check, scene);
    const { on, what, name = '' } = check;
    const probe = `on ${on}: docker ${what === 'info' ? 'info' : `${what} inspect ${name}`}`;
    const { observer, lab, signal } = scene;
    const answer = await observer.ask(lab, on, { kind: 'engine', path: pathOf(what, name) }, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    return answer.exists ? seen(answer.value, probe) : missing(`there is no ${what} ${name}`, probe);
  },

  judge({ expect }, value, vars) {
    return judgeExpectations(expect, { self: value }, vars, undefined);
  },
};

function pathOf(what: Exclude<Check['what'], 'daemon-config'>, name: string): string {
  const encoded = encodeURIComponent(name);
  if (what === 'info') return '/info';
  return what === 'network' ? `/networks/${encoded}` : `/${what}s/${encoded}/json`;
}

async function readConfig({ on }: Check, { observer, lab, signal }: Scene): Promise<Sight<unknown>> {
  const probe = `on ${on}: ${configFile}`;
  const file = await observer.ask(lab, on, { kind: 'file', path: configFile, maxBytes: 65_536 }, signal);
  if (file.kind === 'unknown') return unknown(file.reason, probe);
  const text = wholeText(file);
  if (!file.exists || file.type !== 'file') return missing(`there is no ${configFile}`, probe);
  if (text === undefined) return unknown('the file is too large or is no text', probe);
  const { value, error } = { value: undefined, error: undefined, ...parseAs('json', text) };
  return error === undefined ? seen(value, probe) : missing(`${configFile} is not JSON`, probe);
}
