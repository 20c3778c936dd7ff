import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { ExamDocs } from '#contract/scenario/exam-docs.ts';
import { Scenario } from '#contract/scenario/scenario.ts';
import { advise } from '#domain/scenario/advise.ts';
import type { Advice, Rule } from '#domain/scenario/advice/advice.ts';
import { namedFiles } from '#domain/scenario/scenario-files.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { readOwnYaml } from './read-own-yaml.ts';
import { readYaml } from './read-yaml.ts';

/** A warning for the author, with the place as an editor counts it. */
export interface Warning extends ScenarioFault {
  readonly rule: Rule;
}

const main = 'scenario.yaml';

/** What could be better in a sound scenario. `shown` is how its folder is called. */
export async function adviseScenario(
  loaded: LoadedScenario,
  shown: string,
  examDocs: ExamDocs,
): Promise<Warning[]> {
  const { scenario, story, explain } = loaded;
  const named = namedFiles(scenario);
  const files = await Promise.all(
    named.map(async (file) => ({ ...file, text: await loaded.file(file.file) })),
  );
  const text = await loaded.file(main);
  const texts = new Map([
    ...files.map(({ file, text }): [string, string] => [file, text]),
    ['story.md', story],
    ['explain.md', explain],
    [main, text],
  ]);
  const place = placer(text);
  return advise({ scenario, main: text, story, explain, files, examDocs }).flatMap((advice) => {
    const text = texts.get(advice.file) ?? '';
    const { field, fieldLine, ...at } =
      'offset' in advice.at ? lineOf(text, advice.at.offset) : place(advice.at);
    if ([at.line, fieldLine].some((line) => isAllowed(text, line, advice.rule))) return [];
    const where = { file: join(shown, advice.file), ...at, ...(field !== undefined && { field }) };
    return [{ rule: advice.rule, ...where, message: advice.message }];
  });
}

interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
  /** Where the field begins, when the place is deeper inside of it. */
  readonly fieldLine?: number;
}

function lineOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

type Field = Exclude<Advice['at'], { offset: number }>;

/** Finds fields of scenario.yaml in its text. */
function placer(text: string): (at: Field) => Place {
  const read = readYaml(text, Scenario);
  return ({ path, near }) => {
    const { line, column, field } = read.ok ? read.locate(path, '') : {};
    const place = { ...(line && { line }), ...(column && { column }), ...(field && { field }) };
    if (near === undefined || line === undefined) return place;
    const start = text.split('\n', line - 1).join('\n').length;
    const found = text.indexOf(near, start);
    return found === -1 ? place : { ...place, ...lineOf(text, found), fieldLine: line };
  };
}

/** A comment on the line, or on the one before, takes responsibility. */
function isAllowed(text: string, line: number | undefined, rule: Rule): boolean {
  if (line === undefined) return false;
  const around = text.split('\n').slice(Math.max(0, line - 2), line);
  return around.some(
    (one) => /lint: allow ([a-z, ]+)/.exec(one)?.[1]?.split(/[ ,]+/).includes(rule) === true,
  );
}

/**
 * Reads which sites are allowed in the exam.
 * @throws Fault `config.invalid` with the first mistake and its line.
 */
export const readExamDocs = (file: string): Promise<ExamDocs> =>
  readOwnYaml(file, ExamDocs, 'Correct the list of sites.');
