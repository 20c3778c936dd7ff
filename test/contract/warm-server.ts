import { join } from 'node:path';
import { z } from 'zod';
import { MemoryDurations } from '#adapters/memory/durations.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { Database } from '#adapters/sqlite/database.ts';
import { SqliteLabStore } from '#adapters/sqlite/lab-store.ts';
import { LabBook } from '#app/labs/lab-book.ts';
import { Reconciler } from '#app/labs/reconciler.ts';
import { isSound } from '#app/labs/spares/sound-lab.ts';
import { SparePool } from '#app/labs/spares/spare-pool.ts';
import { startLab } from '#app/labs/start-lab.ts';
import { stopLab } from '#app/labs/stop-lab.ts';
import { LabId } from '#contract/ids.ts';
import { owner as user } from '#domain/lab/room.ts';
import type { ImageName } from '#ports/image-builder.ts';
import { QuietLog } from '../../server/testing/quiet-log.ts';
import { hostScenario } from '../../server/testing/scenarios.ts';
import { settled } from './image-trial.ts';
import { clock, dockerWorld } from './trial-world.ts';

/** A server that keeps a lab ready, over the real engine and a real database, and that dies where it is told to. */
const [stateDir = '', owner = '', size = '1'] = process.argv.slice(2);
const deaths = ['while the lab is looked at', 'in the transaction', 'before anybody is told'] as const;
const Death = z.enum(deaths);
const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), dieAt: Death.optional() }),
  z.object({ do: z.literal('look') }),
  z.object({ do: z.literal('stop'), lab: LabId }),
  z.object({ do: z.literal('close') }),
]);

const world = dockerWorld(owner);
const log = new QuietLog();
const bus = new LocalEventBus(log);
const loaded = hostScenario('host');
const library = new MemoryScenarioLibrary([loaded]);
const store = new SqliteLabStore(new Database(join(stateDir, 'db')));
const book = new LabBook(store, library, bus);
const facts = new MemoryMachineFacts();
const poke = (): void => reconciler.poke();
const interrupt = (lab: LabId): void => reconciler.interrupt(lab);
const shared = { book, library, clock, log, facts, ids: randomIds, places: 4, seed: () => 'seed', poke };
const runnable = async () => loaded;
let dieAt: z.infer<typeof Death> | undefined;
const dieIf = (here: z.infer<typeof Death>): void => {
  if (dieAt === here) process.kill(process.pid, 'SIGKILL');
};

const reconciler = new Reconciler({
  ...shared,
  durations: new MemoryDurations(),
  startWithinMs: 120_000,
  atOnce: 2,
  everyMs: 500,
  graceMs: 1500,
  snapshots: world.snapshots,
  endShells: async () => undefined,
  halted: () => undefined,
  looked: (_, room) => pool.look(room),
  missingImages: () => [],
  prepare: {
    ...world,
    clock,
    nodeImage: async () => 'node',
    imageRef: (name: ImageName) => world.image(name === 'host' || name === 'observer' ? name : 'workstation'),
    runSetup: async () => undefined,
  },
});
const pool = new SparePool({
  ...shared,
  warm: { size: Number(size), settleMs: 0, idleMs: 600_000, maxPressure: 100 },
  runnable,
  missingImages: () => [],
  madeOf: async () => 'of this',
  isSound: async (lab) => {
    dieIf('while the lab is looked at');
    const parts = { machines: world.machines, clusterApi: new MemoryClusterApi() };
    // A learner would wait for no longer than a second; who tries what comes after has time.
    const sound = () => isSound(parts, lab, loaded).catch(() => false);
    return settled(sound, (answer) => answer);
  },
  grading: () => false,
  interrupt,
  remove: (lab, signal) => reconciler.remove(lab, signal),
});

const tell = (): void => {
  const state = ({ id, state }: { id: LabId; state: string }) => ({ lab: id, state });
  const attempts = store.attempts().filter(({ endedAt }) => endedAt === undefined).length;
  process.send?.({ spares: store.spares().map(state), labs: store.active().map(state), attempts });
};
const update = store.update.bind(store);
store.update = (id, change) => {
  const after = update(id, change);
  // Within the transaction: what was written is not yet kept.
  if (change.createdAt !== undefined) dieIf('in the transaction');
  return after;
};
bus.subscribe((event) => {
  if (event.type === 'lab.changed') dieIf('before anybody is told');
  tell();
});

process.on('message', (message) => void follow(Command.parse(message)));

async function follow(command: z.infer<typeof Command>): Promise<void> {
  if (command.do === 'look') pool.looking('host');
  if (command.do === 'stop') stopLab({ ...shared, release: () => undefined, interrupt }, command.lab);
  if (command.do === 'start') {
    dieAt = command.dieAt;
    await startLab({ ...shared, spares: pool, perUser: 8, runnable }, user, 'host');
  }
  if (command.do === 'close') {
    await reconciler.close();
    await pool.close();
    process.exit(0);
  }
}

reconciler.start();
tell();
