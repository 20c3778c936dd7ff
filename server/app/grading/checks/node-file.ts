import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { parseAs } from '#domain/grading/parse-as.ts';
import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import type { Judged } from '#domain/grading/expectations.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

type Check = CheckOf<'node.file'>;
type Seen<K extends Question['kind']> = Exclude<Answer<Extract<Question, { kind: K }>>, { kind: 'unknown' }>;
type File = Seen<'file'> & {
  /** What lies below a folder, when that was asked for. */
  readonly below?: Seen<'tree'>['entries'];
};

const maxBytes = 1024 * 1024;
const maxEntries = 5000;

/** A file or folder of a machine: whose it is, who may use it, and what it says. */
export const nodeFile: CheckModule<'node.file', File> = {
  type: 'node.file',
  deadlineMs: () => 15_000,

  expected(check) {
    if (!check.exists) return `there is no ${check.path}`;
    const words = [
      check.owner && `owner ${check.owner}`,
      check.group && `group ${check.group}`,
      check.maxMode && `no permission beyond ${check.maxMode}`,
      check.recursive && 'the same for all below it',
      check.sha256 && `the SHA-256 sum ${check.sha256}`,
      check.text && `the text ${matchWords(check.text)}`,
      check.expect && expectationWords(check.expect),
    ].filter((part) => typeof part === 'string');
    return words.length === 0 ? `${check.path} exists` : `${check.path}: ${words.join(', ')}`;
  },

  async observe(check, { observer, lab, signal }) {
    const probe = `on ${check.on}: ${check.path}${check.recursive ? ' and all below it' : ''}`;
    const answer = await observer.ask(lab, check.on, { kind: 'file', path: check.path, maxBytes }, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    const wantsText = check.exists && (check.text ?? check.expect) !== undefined;
    if (wantsText && answer.type === 'file' && wholeText(answer) === undefined) {
      return unknown('the file is too large or is no text', probe);
    }
    if (!check.recursive || answer.type !== 'directory') return seen(answer, probe);
    const { path } = check;
    const tree = await observer.ask(lab, check.on, { kind: 'tree', path, maxEntries, maxBytes: 0 }, signal);
    return tree.kind === 'unknown'
      ? unknown(tree.reason, probe)
      : seen({ ...answer, below: tree.entries }, probe);
  },

  judge(check, file, vars) {
    if (!file.exists) return { ok: !check.exists, found: `there is no ${check.path}` };
    if (!check.exists) return { ok: false, found: `${check.path} exists` };
    const parts = [...ownerships(check, file), ...sum(check, file), ...content(check, file, vars)];
    const wrong = parts.filter(({ ok }) => !ok);
    const told = wrong.length > 0 ? wrong : parts.slice(0, 1);
    return { ok: wrong.length === 0, found: told.map(({ found }) => found).join('; ') };
  },
};

/** The file itself first, then whatever below it is not as it should be. */
function ownerships(check: Check, file: File): Judged[] {
  const own = ownership(check, file, check.path);
  const told = { ...own, found: own.found.slice(own.found.indexOf(' ') + 1) };
  const wrong = (file.below ?? [])
    .filter(({ type }) => type !== 'link')
    .map((entry) => ownership(check, entry, entry.path))
    .filter(({ ok }) => !ok);
  const more = wrong.length > mostNamed ? [{ ok: false, found: `and ${wrong.length - mostNamed} more` }] : [];
  return [told, ...wrong.slice(0, mostNamed), ...more];
}

const mostNamed = 5;

interface Owned {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  readonly mode?: string | undefined;
  readonly type?: string | undefined;
}

function ownership({ owner, group, maxMode, recursive }: Check, file: Owned, path: string): Judged {
  const allowed = octal(maxMode ?? '7777');
  // To enter a folder is to its names what reading is to a text.
  const entering = recursive && file.type === 'directory' ? (allowed & 0o444) >> 2 : 0;
  const beyond = octal(file.mode ?? '7777') & ~(allowed | entering);
  const ok =
    (owner === undefined || owner === file.owner) &&
    (group === undefined || group === file.group) &&
    (maxMode === undefined || beyond === 0);
  return { ok, found: `${path} ${file.owner ?? '?'}:${file.group ?? '?'}, mode ${file.mode ?? '?'}` };
}

const octal = (mode: string): number => Number.parseInt(mode, 8);

function sum({ sha256 }: Check, file: File): Judged[] {
  if (sha256 === undefined) return [];
  return [
    { ok: file.sha256 === sha256, found: `the SHA-256 sum is ${file.sha256 ?? 'none: it is no file'}` },
  ];
}

function content(check: Check, file: File, vars: Vars): Judged[] {
  const judged: Judged[] = [];
  if ((check.text ?? check.expect) !== undefined && file.type !== 'file') {
    return [{ ok: false, found: `it is no file but a ${file.type ?? 'thing of another kind'}` }];
  }
  const text = file.content ?? '';
  if (check.text !== undefined) {
    const faults = textFaults(check.text, text);
    judged.push({ ok: faults.length === 0, found: `not so: the text ${faults.join(' and ')}` });
  }
  if (check.expect !== undefined) {
    const how = check.parse ?? 'yaml';
    const parsed = parseAs(how, text);
    judged.push(
      'error' in parsed
        ? { ok: false, found: `not ${how.toUpperCase()}: ${parsed.error}` }
        : judgeExpectations(check.expect, { self: parsed.value }, vars, undefined),
    );
  }
  return judged;
}
