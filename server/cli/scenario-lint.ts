import { join } from 'node:path';
import type { Command } from 'commander';
import { readExamDocs } from '#adapters/fs/advise-scenario.ts';
import { readCurriculum } from '#adapters/fs/scenario-library.ts';
import type { Covered } from '#domain/scenario/coverage.ts';
import { openLibrary } from '../scenario-side.ts';
import { faultLine } from './lint/fault-line.ts';
import { type Linted, lintScenarios } from './lint/lint-scenarios.ts';
import { nearby } from './nearby.ts';
import { fromRoot } from './places.ts';
import { print, printTable } from './print.ts';
import { readSettings } from './settings.ts';

interface Options {
  readonly coverage?: true;
  readonly strict?: true;
  readonly json?: true;
}

export function addScenarioLint(scenario: Command): void {
  scenario
    .command('lint')
    .argument('[ids...]', 'only these scenarios')
    .option('--coverage', 'also show which competencies of the exam have scenarios')
    .option('--strict', 'warnings fail as well')
    .option('--json', 'everything as one JSON object')
    .description('tell every mistake in the scenario files, and what could be better, with line and column')
    .action(run);
}

async function run(ids: readonly string[], options: Options): Promise<void> {
  const library = await openLibrary(readSettings());
  const linted = await lintScenarios({
    library,
    shown: ({ pack, scenario }) => {
      const home = library.packs().find((one) => one.pack.id === pack.id)?.folder ?? pack.name;
      return nearby(join(home, scenario.domain, scenario.id));
    },
    ids,
    examDocs: await readExamDocs(fromRoot('scenarios/exam-docs.yaml')),
    curriculum: await readCurriculum(fromRoot('scenarios/curriculum.yaml')),
  });
  if (options.json === true) print(JSON.stringify(linted, null, 2));
  else show(linted, options);
  const failed = linted.errors.length > 0 || (options.strict === true && linted.warnings.length > 0);
  if (failed) process.exitCode = 1;
}

function show({ scenarios, errors, warnings, coverage: covered }: Linted, options: Options): void {
  for (const fault of errors) print(faultLine(fault));
  for (const warning of warnings) print(`${faultLine(warning, 'warning')} [${warning.rule}]`);
  if (options.coverage === true) printTable(coverageRows(covered));
  print(
    `${count(scenarios, 'scenario')}, ${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}.`,
  );
  const open = covered.filter((one) => one.scenarios.length === 0).map(({ competency }) => competency);
  if (open.length > 0)
    print(`${open.length} of ${covered.length} competencies without a scenario: ${open.join(' ')}`);
}

const coverageRows = (covered: readonly Covered[]): string[][] =>
  covered.map(({ competency, title, scenarios }) => [
    competency,
    title,
    String(scenarios.length),
    scenarios.length === 0 ? '–' : scenarios.join(', '),
  ]);

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
