import type { CheckOf } from '#contract/scenario/checks.ts';
import { parseAs } from '#domain/grading/parse-as.ts';
import { lists, readSbom } from '#domain/grading/sbom.ts';
import type { Sbom } from '#domain/grading/sbom.ts';
import { clip, listed } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

// What comes back is written as JSON inside of JSON, for which the observer's answers have room.
const maxBytes = 4 * 1024 * 1024;
const names = { spdx: 'SPDX', cyclonedx: 'CycloneDX', any: 'SPDX or CycloneDX' };

/** A bill of materials that the learner made: what it is about and what it lists, never how its maker words it. */
export const sbom: CheckModule<'sbom', Sbom> = {
  type: 'sbom',
  deadlineMs: () => 20_000,

  expected({ file, format, of, contains = [] }) {
    const words = [
      `${file} is a bill of materials (${names[format]})`,
      ...(of === undefined ? [] : [`of ${of}`]),
      ...(contains.length === 0 ? [] : [`that lists ${listed(contains)}`]),
    ];
    return words.join(' ');
  },

  async observe({ on, file }, { observer, lab, signal }) {
    const probe = `on ${on}: ${file}`;
    const answer = await observer.ask(lab, on, { kind: 'file', path: file, maxBytes }, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    if (!answer.exists) return missing(`there is no ${file}`, probe);
    if (answer.type !== 'file') return missing(`${file} is no file`, probe);
    if (wholeText(answer) === undefined) return unknown('the file is too large or is no text', probe);
    const { value } = { value: undefined, ...parseAs('json', answer.content ?? '') };
    const read = readSbom(value);
    return read === undefined
      ? missing(`${file} is neither SPDX 2 nor CycloneDX in JSON`, probe)
      : seen(read, probe);
  },

  judge(check, document) {
    const faults = faultsOf(check, document);
    const plain = `${names[document.format]} with ${document.packages.length} packages`;
    return { ok: faults.length === 0, found: faults.length === 0 ? plain : faults.join('; ') };
  },
};

function faultsOf({ format, of, contains = [] }: CheckOf<'sbom'>, document: Sbom): string[] {
  const lacks = contains.filter((url) => !lists(document.packages, url));
  const about =
    document.subject.length === 0 ? 'nothing that it names' : clip(document.subject.join(', '), 160);
  return [
    ...(format === 'any' || format === document.format ? [] : [`it is ${names[document.format]}`]),
    ...(of === undefined || document.subject.some((text) => text.includes(of))
      ? []
      : [`it is about ${about}`]),
    ...(lacks.length === 0
      ? []
      : [`of its ${document.packages.length} packages none is ${clip(lacks.join(' or '), 200)}`]),
  ];
}
