import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { clip } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

type Check = CheckOf<'docker.inspect'>;

const docker = '/usr/bin/docker';
const configFile = '/etc/docker/daemon.json';

/** What the Docker engine of a host says about itself, a container or an image, or its configuration file. */
export const dockerInspect: CheckModule<'docker.inspect', unknown> = {
  type: 'docker.inspect',
  deadlineMs: () => 25_000,

  expected({ expect }) {
    return expectationWords(expect);
  },

  async observe(check, scene) {
    if (check.what === 'daemon-config') return readConfig(check, scene);
    const argv =
      check.what === 'info'
        ? [docker, 'info', '--format', '{{json .}}']
        : [docker, check.what, 'inspect', check.name ?? ''];
    const probe = `on ${check.on}: docker ${argv.slice(1).join(' ')}`;
    const { exit, stdout, stderr } = await scene.machines.exec(scene.lab, check.on, argv, {
      signal: scene.signal,
      timeoutMs: 20_000,
      // Before any context that somebody may have chosen for docker on the host.
      env: { DOCKER_HOST: 'unix:///var/run/docker.sock' },
    });
    if (/No such (container|image|object)/i.test(stderr))
      return missing(`there is no ${check.what} ${check.name}`, probe);
    if (exit !== 0) return unknown(`docker ended with ${exit}: ${clip(stderr, 200)}`, probe);
    return parsed(stdout, probe);
  },

  judge({ expect }, value, vars) {
    return judgeExpectations(expect, { self: value }, vars, undefined);
  },
};

async function readConfig({ on }: Check, { observer, lab, signal }: Scene): Promise<Sight<unknown>> {
  const probe = `on ${on}: ${configFile}`;
  const file = await observer.ask(lab, on, { kind: 'file', path: configFile, maxBytes: 65_536 }, signal);
  if (file.kind === 'unknown') return unknown(file.reason, probe);
  const text = wholeText(file);
  if (!file.exists || file.type !== 'file') return missing(`there is no ${configFile}`, probe);
  if (text === undefined) return unknown('the file is too large or is no text', probe);
  const sight = parsed(text, probe);
  return sight.kind === 'unknown' ? missing(`${configFile} is not JSON`, probe) : sight;
}

/** `inspect` prints a list of one. */
function parsed(text: string, probe: string): Sight<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return seen(Array.isArray(value) ? value[0] : value, probe);
  } catch (error) {
    return unknown(`not JSON: ${error instanceof Error ? error.message : String(error)}`, probe);
  }
}
