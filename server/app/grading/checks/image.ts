import type { Answer, Question } from '#contract/observer.ts';
import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import { clip, listed } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

type Saved = Exclude<Answer<Extract<Question, { kind: 'image' }>>, { kind: 'unknown' }>;

/**
 * An image of a Docker engine, saved and read layer by layer by the observer: what a later layer deletes is still there, and
 * a secret is found wherever it hides.
 */
export const image: CheckModule<'image', Saved> = {
  type: 'image',
  deadlineMs: ({ timeout }) => milliseconds(timeout) + 15_000,

  expected({ image: name, expect, filesAbsent, secretScan }) {
    const words = [
      expect && expectationWords(expect),
      filesAbsent && `no layer has ${listed(filesAbsent)}`,
      secretScan && 'the secret of this attempt is nowhere in it',
    ].filter((part) => part !== undefined);
    return `${name}: ${words.join(', ')}`;
  },

  async observe(check, { observer, lab, signal }) {
    const { on, image: name, filesAbsent: files = [], secretScan: secret = '' } = check;
    const timeoutMs = milliseconds(check.timeout);
    const probe = `on ${on}: docker image history ${name}; docker image save ${name}`;
    const answer = await observer.ask(lab, on, { kind: 'image', name, files, secret, timeoutMs }, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    return answer.exists ? seen(answer, probe) : missing(`there is no image ${name}`, probe);
  },

  judge({ expect, filesAbsent, secretScan }, saved, vars) {
    const judged =
      expect === undefined ? undefined : judgeExpectations(expect, { self: told(saved) }, vars, undefined);
    const faults = [
      ...(judged === undefined || judged.ok ? [] : [judged.found]),
      ...(filesAbsent === undefined || saved.found.length === 0 ? [] : [fileWords(saved)]),
      ...(secretScan === undefined || saved.secretIn.length === 0
        ? []
        : [`the secret is in ${clip(listed(saved.secretIn), 300)}`]),
    ];
    const plain = `${saved.layers.length} layers, ${Math.round(saved.sizeBytes / 1_000_000)} MB`;
    return { ok: faults.length === 0, found: faults.length === 0 ? plain : faults.join('; ') };
  },
};

/** What expressions see: the configuration as Docker shows it, beside what was counted. */
function told({ id, sizeBytes, layers, config = {} }: Saved) {
  const { config: own = {}, history = [], os = '', architecture = '' } = config;
  return { id, sizeBytes, layers, os, architecture, history, config: own };
}

function fileWords({ found }: Saved): string {
  const words = found.map(
    ({ path, layer, deleted }) => `${path} (layer ${layer}${deleted ? ', deleted later' : ''})`,
  );
  return clip(`there is ${listed(words)}`, 300);
}
