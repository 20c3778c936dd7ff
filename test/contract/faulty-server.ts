import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '#adapters/kind/free-port.ts';
import { MemoryDurations } from '#adapters/memory/durations.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { Database } from '#adapters/sqlite/database.ts';
import { SqliteLabStore } from '#adapters/sqlite/lab-store.ts';
import { LabBook } from '#app/labs/lab-book.ts';
import { Reconciler } from '#app/labs/reconciler.ts';
import { haltLab, pauseLab } from '#app/labs/pause-lab.ts';
import { resetLab } from '#app/labs/reset-lab.ts';
import { resumeLab } from '#app/labs/resume-lab.ts';
import { startLab } from '#app/labs/start-lab.ts';
import { stopLab } from '#app/labs/stop-lab.ts';
import { LabId } from '#contract/ids.ts';
import { asFault } from '#domain/fault.ts';
import { owner as user } from '#domain/lab/room.ts';
import type { ImageName } from '#ports/image-builder.ts';
import { QuietLog } from '../../server/testing/quiet-log.ts';
import { hostScenario, scenario } from '../../server/testing/scenarios.ts';
import { clock, dockerWorld } from './trial-world.ts';

/** The part of the server that makes labs, over the real engine and a real database. Whoever started it kills it. */
const [stateDir = '', owner = ''] = process.argv.slice(2);
export const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), scenario: z.enum(['host', 'cluster', 'both']) }),
  z.object({ do: z.enum(['stop', 'reset', 'pause', 'resume']), lab: LabId }),
]);

/** Another program that was faster: the first port that is tried is always taken. */
const other = createServer().listen(0, '127.0.0.1');
await once(other, 'listening');
// Of an engine in a container the ports are others.
const ports = process.env['DOCKER_HOST'] === undefined ? [(other.address() as AddressInfo).port] : [];
const world = dockerWorld(owner, {
  shelfDir: join(stateDir, 'snapshots'),
  freePort: async () => {
    const port = ports.pop() ?? (await freePort());
    process.send?.({ port });
    return port;
  },
});
const log = new QuietLog();
const bus = new LocalEventBus(log);
const scenarios = {
  host: hostScenario('host'),
  cluster: scenario('cluster', { environment: { kind: 'cluster', nodes: 1 } }),
  both: scenario('both', { environment: { kind: 'cluster', nodes: 2, hosts: [{ name: 'docker-host' }] } }),
};
const library = new MemoryScenarioLibrary(Object.values(scenarios));
const book = new LabBook(new SqliteLabStore(new Database(join(stateDir, 'db'))), library, bus);
const facts = new MemoryMachineFacts();
const reconciler = new Reconciler({
  book,
  library,
  clock,
  log,
  facts,
  durations: new MemoryDurations(),
  snapshots: world.snapshots,
  startWithinMs: 120_000,
  atOnce: 2,
  places: 4,
  everyMs: 500,
  graceMs: 1500,
  looked: () => undefined,
  endShells: async () => undefined,
  halted: (lab, since) => void haltLab({ book, clock, idle, release, interrupt, poke }, lab, since),
  missingImages: () => [],
  prepare: {
    ...world,
    clock,
    nodeImage: async () => 'baked-node',
    imageRef: (name: ImageName) =>
      world.image(name === 'baked-node' || name === 'host' || name === 'observer' ? name : 'workstation'),
    runSetup: async ({ lab, onStep, signal }, part) => {
      if (part === 'first') return;
      const step = { id: 'setup', title: 'Set up the scenario' };
      onStep({ ...step, at: clock.now(), phase: 'begin' });
      const file = { path: '/etc/story', content: 'once', mode: '0644', uid: 0, gid: 0 };
      await world.machines.put(lab.id, 'workstation', [file], signal);
      onStep({ ...step, at: clock.now(), phase: 'end', ok: true });
    },
  },
});
const poke = (): void => reconciler.poke();
const release = (): void => undefined;
const interrupt = (lab: LabId): void => reconciler.interrupt(lab);
const idle = { endsAfterMs: 0, warnsMs: 0, keepsPausedMs: 0, sparesMs: 0 };

bus.subscribe((event) => {
  if (event.type !== 'lab.changed') return;
  const { id, state, steps, problem } = event.lab;
  process.send?.({ lab: id, state, step: steps.at(-1), problem });
});
process.on('message', (message) => {
  void follow(Command.parse(message)).catch((error: unknown) =>
    process.send?.({ refused: asFault(error).code }),
  );
});

async function follow(command: z.infer<typeof Command>): Promise<void> {
  if (command.do === 'start') {
    const runnable = async () => scenarios[command.scenario];
    const seed = () => 'seed';
    const parts = { book, ids: randomIds, clock, facts, perUser: 8, seed, runnable, poke };
    await startLab(parts, user, command.scenario);
  } else if (command.do === 'stop') {
    stopLab({ book, clock, release, interrupt, poke }, command.lab);
  } else if (command.do === 'pause') {
    pauseLab({ book, clock, idle, release, interrupt, poke }, command.lab);
  } else if (command.do === 'resume') resumeLab({ book, poke }, command.lab);
  else resetLab({ book, clock, release, poke }, command.lab);
}

reconciler.start();
process.send?.({ up: true });
