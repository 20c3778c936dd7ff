import { parse as parseYaml } from 'yaml';
import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import type { Judged } from '#domain/grading/expectations.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { wholeText } from '../whole-text.ts';

type Check = CheckOf<'node.file'>;
type File = Exclude<Answer<Extract<Question, { kind: 'file' }>>, { kind: 'unknown' }>;

const maxBytes = 1024 * 1024;

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
      check.text && `the text ${matchWords(check.text)}`,
      check.expect && expectationWords(check.expect),
    ].filter((part) => part !== undefined);
    return words.length === 0 ? `${check.path} exists` : `${check.path}: ${words.join(', ')}`;
  },

  async observe(check, { observer, lab, signal }) {
    const probe = `on ${check.on}: ${check.path}`;
    const answer = await observer.ask(lab, check.on, { kind: 'file', path: check.path, maxBytes }, signal);
    if (answer.kind === 'unknown') return unknown(answer.reason, probe);
    const wantsText = check.exists && (check.text ?? check.expect) !== undefined;
    if (wantsText && answer.type === 'file' && wholeText(answer) === undefined) {
      return unknown('the file is too large or is no text', probe);
    }
    return seen(answer, probe);
  },

  judge(check, file, vars) {
    if (!file.exists) return { ok: !check.exists, found: `there is no ${check.path}` };
    if (!check.exists) return { ok: false, found: `${check.path} exists` };
    const parts = [ownership(check, file), ...content(check, file, vars)];
    const wrong = parts.filter(({ ok }) => !ok);
    const told = wrong.length > 0 ? wrong : parts.slice(0, 1);
    return { ok: wrong.length === 0, found: told.map(({ found }) => found).join('; ') };
  },
};

function ownership({ owner, group, maxMode }: Check, file: File): Judged {
  const beyond = maxMode === undefined ? 0 : octal(file.mode ?? '7777') & ~octal(maxMode);
  const ok =
    (owner === undefined || owner === file.owner) &&
    (group === undefined || group === file.group) &&
    beyond === 0;
  return { ok, found: `${file.owner ?? '?'}:${file.group ?? '?'}, mode ${file.mode ?? '?'}` };
}

const octal = (mode: string): number => Number.parseInt(mode, 8);

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
    const parsed = parseText(check.parse ?? 'yaml', text);
    judged.push(
      'error' in parsed
        ? { ok: false, found: `not ${check.parse === 'json' ? 'JSON' : 'YAML'}: ${parsed.error}` }
        : judgeExpectations(check.expect, { self: parsed.value }, vars, undefined),
    );
  }
  return judged;
}

function parseText(how: 'yaml' | 'json', text: string): { value: unknown } | { error: string } {
  try {
    return { value: how === 'json' ? JSON.parse(text) : parseYaml(text, { maxAliasCount: 50 }) };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
