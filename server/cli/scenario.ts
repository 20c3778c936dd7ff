import type { Command } from 'commander';
import { openLibrary } from '../scenario-side.ts';
import { parsePlaces } from './lab-places.ts';
import { harmless, printTable } from './print.ts';
import { prove, type ProveOptions } from './prove.ts';
import { addScenarioImport } from './scenario-import.ts';
import { addScenarioLint } from './scenario-lint.ts';
import { addScenarioNew } from './scenario-new.ts';
import { addScenarioPreview } from './scenario-preview.ts';
import { readSettings } from './settings.ts';

export function addScenario(program: Command): void {
  const scenario = program.command('scenario').description('write, list, check and prove scenarios');
  addScenarioNew(scenario);
  addScenarioLint(scenario);
  addScenarioImport(scenario);
  addScenarioPreview(scenario);
  scenario.command('list').description('every scenario there is').action(list);
  scenario
    .command('prove')
    .argument('[ids...]', 'scenarios to try')
    .option('--all', 'every scenario')
    .option(
      '--changed',
      'those whose files changed, and the core set when something changed that all rest on',
    )
    .option(
      '--since <ref>',
      'what to compare with; by default the branch that this one follows, or origin/main',
    )
    .option('--at-once <n>', 'labs at the same time; by default as many as the machine bears', parsePlaces)
    .option('--junit <file>', 'also write the results there, for continuous integration')
    .option('--json <file>', 'also write everything that is known of the trials there')
    .option('--report <folder>', 'also write pages there that a browser shows without a server')
    .description('try scenarios on real labs: untouched, solved, and every wrong answer')
    .action(async (ids: string[], options: ProveOptions) => {
      const config = readSettings();
      await prove(config, await openLibrary(config), ids, options);
    });
}

async function list(): Promise<void> {
  const library = await openLibrary(readSettings());
  printTable(
    library
      .all()
      .map(({ scenario, pack }) => [
        scenario.id,
        scenario.domain,
        scenario.environment.kind,
        `${scenario.minutes} min`,
        `${pack.name} ${pack.version} (${pack.licence})`,
        harmless(scenario.title),
      ]),
  );
}
