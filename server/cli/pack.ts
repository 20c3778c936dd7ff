import type { Command } from 'commander';
import type { OpenPack } from '#app/packs/open-packs.ts';
import { sourceName } from '#domain/packs/pack-source.ts';
import { openScenarios, packCopies, type ScenarioSide } from '../scenario-side.ts';
import type { Config } from '../config.ts';
import { interruptSignal } from './interrupt.ts';
import { harmless, print, printTable } from './print.ts';
import { readSettings } from './settings.ts';

export function addPack(program: Command): void {
  const pack = program
    .command('pack')
    .description('the sets of scenarios, own and configured with CKSLAB_PACKS');
  pack.command('list').description('every pack with its version, licence and origin').action(list);
  pack
    .command('update')
    .description('fetch the newest state of every pack that comes from git')
    .action(update);
}

async function list(): Promise<void> {
  const side = await openScenarios(readSettings(), { update: 'never', signal: interruptSignal() });
  const origins = new Map(side.opened.packs.map((opened) => [opened.folder, origin(opened)]));
  printTable(
    side.library
      .packs()
      .map(({ pack, folder, scenarios }) => [
        pack.id,
        pack.version,
        pack.licence,
        `${scenarios} scenarios`,
        pack.name,
        origins.get(folder) ?? 'comes with CKS Lab',
      ]),
  );
  tellFaults(side);
}

async function update(): Promise<void> {
  const config = readSettings();
  const signal = interruptSignal();
  const before = await commits(config);
  const side = await openScenarios(config, { update: 'always', signal });
  const fetched = side.opened.packs.filter(({ copy }) => copy !== undefined);
  for (const opened of fetched) print(`${sourceName(opened.source)}: ${harmless(outcome(opened, before))}`);
  tellFaults(side);
  const changed = fetched.some(({ source, copy }) => before.get(sourceName(source)) !== copy?.commit);
  if (changed)
    print('A server that runs takes it in within seconds, or when the labs of this pack have ended.');
  if (fetched.length === 0 && side.opened.faults.length === 0) print('No pack comes from git.');
  if (side.opened.faults.length > 0 || fetched.some(({ note }) => note !== undefined)) process.exitCode = 1;
}

async function commits(config: Config): Promise<Map<string, string>> {
  const copies = packCopies(config);
  const known = new Map<string, string>();
  for (const source of config.packs) {
    const copy = source.kind === 'git' ? await copies.last(source) : undefined;
    if (copy !== undefined) known.set(sourceName(source), copy.commit);
  }
  return known;
}

function outcome({ source, copy, note }: OpenPack, before: ReadonlyMap<string, string>): string {
  if (note !== undefined) return note;
  const commit = copy?.commit.slice(0, 10);
  return before.get(sourceName(source)) === copy?.commit ? `nothing new since ${commit}` : `now at ${commit}`;
}

function origin({ source, copy }: OpenPack): string {
  if (copy === undefined) return sourceName(source);
  const day = new Date(copy.fetchedAt).toISOString().slice(0, 10);
  return `${sourceName(source)} at ${copy.commit.slice(0, 10)}, fetched ${day}`;
}

/** Packs that are not used, and why. What is wrong inside of scenarios is for `scenario lint`. */
function tellFaults({ library, opened }: ScenarioSide): void {
  const used = new Set(library.packs().map(({ folder }) => folder));
  for (const { file, message } of opened.faults) print(harmless(`${file}: ${message}`));
  for (const { source, folder } of opened.packs) {
    if (!used.has(folder)) print(`${sourceName(source)} is not used: ./ckslab scenario lint says why.`);
  }
}
