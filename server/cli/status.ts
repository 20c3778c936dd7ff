import type { Command } from 'commander';
import pc from 'picocolors';
import type { SystemView } from '#contract/api.ts';
import type { LabView } from '#contract/lab.ts';
import { printAddress } from './address.ts';
import { isLabImage } from './lab-images.ts';
import { PlatformClient } from './platform-client.ts';
import { gib, print, printTable } from './print.ts';
import { logFileIn, runningServer, type ServerRecord } from './server-record.ts';
import { readSettings } from './settings.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('the server, a fresh address of the page, labs and images')
    .action(status);
}

async function status(): Promise<void> {
  const { stateDir } = readSettings();
  const server = await runningServer(stateDir);
  if (server === undefined) {
    print('No server is running. Start it with: ./ckslab up');
    process.exitCode = 1;
    return;
  }
  const client = await PlatformClient.enter(stateDir, server);
  const [system, labs] = [await client.call('system'), await client.call('labs')];
  await client.leave();
  printServer(server, system, stateDir);
  printLabs(labs);
  printSpares(system);
  printImages(system);
  await printAddress(stateDir, server);
}

function printServer(server: ServerRecord, system: SystemView, stateDir: string): void {
  const minutes = Math.round((Date.now() - server.startedAt) / 60_000);
  const engine = system.engine.reachable
    ? `Docker ${system.engine.version ?? ''}`
    : pc.red(system.engine.problem?.message ?? 'the Docker engine does not answer');
  printTable([
    ['Server', `version ${system.version}, process ${server.pid}, up for ${minutes} min`],
    ['Log', logFileIn(stateDir)],
    ['Engine', engine],
    [
      'Machine',
      `${system.machine.cores} cores, ${gib(system.machine.memoryBytes)} of memory, ${gib(system.machine.freeDiskBytes)} of disk free`,
    ],
  ]);
}

function printLabs(labs: readonly LabView[]): void {
  print();
  if (labs.length === 0) return print('No labs.');
  printTable(
    labs.map((lab) => [
      lab.id,
      stateOf(lab),
      lab.scenario,
      lab.problem?.message ?? lab.queue?.why ?? kept(lab),
    ]),
  );
}

const kept = ({ state, keptUntil }: LabView): string =>
  state !== 'paused' || keptUntil === undefined ? '' : `kept until ${new Date(keptUntil).toLocaleString()}`;

/** They hold memory, and belong to nobody. */
function printSpares({ spares }: SystemView): void {
  if (spares.length === 0) return;
  print();
  print('Kept ready for the next start, nobody’s yet (CKSLAB_WARM_LABS=0 turns this off):');
  printTable(spares.map(({ id, state, scenario }) => [id, state, scenario]));
}

const stateOf = ({ state, queue }: LabView): string =>
  queue === undefined ? state : `waiting, place ${queue.place} of ${queue.of}`;

function printImages({ images }: SystemView): void {
  print();
  const needed = images.filter(isLabImage);
  const open = needed.filter(({ state }) => state !== 'ready');
  if (needed.length > 0 && open.length === 0) return print('All lab images are built.');
  printTable(open.map((image) => [image.name, image.state, image.problem?.message ?? lastWord(image.steps)]));
}

function lastWord(steps: SystemView['images'][number]['steps']): string {
  const last = steps.at(-1);
  return last?.phase === 'note' ? last.text : '';
}
