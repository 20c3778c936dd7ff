import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type NewScenario, writeNewScenario } from '#adapters/fs/new-scenario.ts';
import { readCurriculum } from '#adapters/fs/scenario-library.ts';
import { Fault } from '#domain/fault.ts';
import { openLibrary } from '../scenario-side.ts';
import { type Answers, checkedAnswers, questions } from './new-scenario/questions.ts';
import { terminalAsker } from './new-scenario/terminal-asker.ts';
import { fromRoot } from './places.ts';
import { nearby } from './nearby.ts';
import { print } from './print.ts';
import { readSettings } from './settings.ts';

type Options = Answers & { readonly pack?: string };

export function addScenarioNew(scenario: Command): void {
  const command = scenario.command('new');
  for (const { name, flag, about } of questions) command.option(`--${name} <${flag}>`, about);
  command
    .option('--pack <folder>', 'where scenarios lie; default: those of this repository')
    .description('write the folder of a new scenario: a small example that runs, to be changed')
    .action(create);
}

async function create({ pack: folder = fromRoot('scenarios'), ...given }: Options): Promise<void> {
  const pack = resolve(folder);
  const curriculum = await readCurriculum(fromRoot('scenarios/curriculum.yaml'));
  const library = await openLibrary(readSettings());
  const answers = await terminalAsker(process.stdin, process.stdout, (ask) =>
    checkedAnswers({ given, curriculum, ask, taken: (id) => library.get(id) !== undefined }),
  );
  const files = await writeNewScenario(answers, {
    templates: fromRoot('scenarios/.template'),
    pack,
    schema: fromRoot('scenarios/schema.json'),
  });
  if (files.length === 0) throw noTemplate(answers);
  for (const file of files) print(nearby(file));
  for (const line of nextSteps(answers, pack)) print(line);
}

function nextSteps({ id }: NewScenario, pack: string): string[] {
  const own = pack === fromRoot('scenarios');
  const steps = [
    [`./ckslab scenario lint ${id}`, 'what is wrong or could be better, with line and column'],
    [`./ckslab scenario prove ${id}`, 'tries it on real labs'],
    ['docs/authoring.md', 'the way from here to a scenario of your own'],
  ] as const;
  const width = Math.max(...steps.map(([step]) => step.length));
  return [
    '',
    'Next:',
    ...(existsSync(join(pack, 'pack.yaml'))
      ? []
      : [`  docs/packs.md says what ${pack}/pack.yaml has to hold`]),
    ...(own ? [] : [`  export CKSLAB_PACKS=${pack}`]),
    ...steps.map(([step, what]) => `  ${step.padEnd(width)}  ${what}`),
  ];
}

const noTemplate = ({ kind }: NewScenario): Fault =>
  new Fault('internal', `There is no example of a ${kind} scenario.`, {
    remedy: 'Restore the folder scenarios/.template (git status shows what changed).',
  });
