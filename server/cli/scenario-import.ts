import { basename, dirname, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeNewFolder } from '#adapters/fs/new-folder.ts';
import { readCurriculum } from '#adapters/fs/scenario-library.ts';
import { convert } from '#adapters/killercoda/convert.ts';
import { readSource } from '#adapters/killercoda/read-source.ts';
import { Slug } from '#contract/ids.ts';
import { Domain } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import { fromRoot } from './places.ts';
import { nearby } from './nearby.ts';
import { print } from './print.ts';

interface Options {
  readonly out?: string;
  readonly competency?: string;
}

export function addScenarioImport(scenario: Command): void {
  scenario
    .command('import')
    .description('make scenarios out of those of other platforms')
    .command('killercoda')
    .argument('<folder>', 'the folder of one scenario, with its index.json')
    .option(
      '--out <folder>',
      'the folder to write, <domain>/<id>; default: in scenarios, called like the source',
    )
    .option('--competency <id>', 'what is practised; default: the first competency of the domain')
    .description(
      'texts become tasks, setup scripts setup steps, verify scripts checks that wait to be rewritten',
    )
    .action(importKillercoda);
}

async function importKillercoda(folder: string, options: Options): Promise<void> {
  const out = await target(folder, options);
  const { files, notes } = convert(await readSource(resolve(folder)), {
    ...out,
    schema: relative(out.folder, fromRoot('scenarios/schema.json')),
  });
  const written = await writeNewFolder(out.folder, files);
  for (const file of written) print(nearby(file));
  if (notes.length > 0) print('\nNot taken over as it was:');
  for (const note of notes) print(`  - ${note}`);
  print(`\nNext: ./ckslab scenario lint ${out.id} lists what waits to be rewritten.`);
}

async function target(source: string, { out, competency }: Options) {
  const { domains } = await readCurriculum(fromRoot('scenarios/curriculum.yaml'));
  const given = domains.find(({ competencies }) => competencies.some(({ id }) => id === competency));
  if (competency !== undefined && given === undefined) {
    throw invalid(`There is no competency ${competency}.`, './ckslab scenario lint --coverage lists all.');
  }
  const home = given?.id ?? domains[0]?.id ?? 'cluster-setup';
  const folder = resolve(out ?? fromRoot('scenarios', home, slugOf(basename(resolve(source)))));
  const domain = Domain.safeParse(basename(dirname(folder)));
  const id = Slug.safeParse(basename(folder));
  if (!domain.success || !id.success) {
    throw invalid(
      `${folder} is no place for a scenario.`,
      `Name <domain>/<id>, with one of ${Domain.options.join(', ')}.`,
    );
  }
  const own = domains.find((one) => one.id === domain.data);
  return {
    folder,
    id: id.data,
    domain: domain.data,
    competency: competency ?? own?.competencies[0]?.id ?? 'CS1',
  };
}

/** A name that a folder of a scenario may have. */
function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-$/g, '');
  return plain === '' ? 'imported' : plain.slice(0, 64);
}

const invalid = (message: string, remedy: string): Fault => new Fault('request.invalid', message, { remedy });
