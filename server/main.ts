import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DockerLabNetwork } from '#adapters/docker/docker-lab-network.ts';
import { DockerLabSnapshots, type DockerLabSnapshotsParts } from '#adapters/docker/docker-lab-snapshots.ts';
import { DockerMachineFiles } from '#adapters/docker/docker-machine-files.ts';
import { DockerEngineFacts } from '#adapters/docker/docker-engine-facts.ts';
import { DockerTerminalHost } from '#adapters/docker/docker-terminal-host.ts';
import { FsFolderWatcher } from '#adapters/fs/fs-folder-watcher.ts';
import { FsRecordings } from '#adapters/fs/fs-recordings.ts';
import { SnapshotShelf } from '#adapters/fs/snapshot-shelf.ts';
import { clustersIn } from '#adapters/kind/admin-confs.ts';
import { TokenFile } from '#adapters/node/enter-token.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { installation } from '#adapters/node/installation.ts';
import { LocalMachine } from '#adapters/node/preflight.ts';
import { Database } from '#adapters/sqlite/database.ts';
import { SqliteDurations } from '#adapters/sqlite/durations.ts';
import { SqliteInvitationStore } from '#adapters/sqlite/invitation-store.ts';
import { SqliteLabStore } from '#adapters/sqlite/lab-store.ts';
import { SqliteShellStore } from '#adapters/sqlite/shell-store.ts';
import { SqliteSessionStore } from '#adapters/sqlite/session-store.ts';
import { snapshotLimits } from '#domain/lab/snapshot-limits.ts';
import { sourceName } from '#domain/packs/pack-source.ts';
import type { Log } from '#ports/log.ts';
import type { Config } from './config.ts';
import { keeperProgram, labSide, openImages } from './lab-side.ts';
import { openTraces } from './observability/traces.ts';
import { createLog } from './observability/log.ts';
import { openScenarios, usedPacks } from './scenario-side.ts';
import { createWorld } from './world.ts';
import type { Ports, Settings } from './world-parts.ts';

const root = join(import.meta.dirname, '..');
const Package = z.object({ version: z.string() });

export interface RunningServer {
  /** Where the page is, for example `http://127.0.0.1:3939`. */
  readonly origin: string;
  /** Ends everything in order. Labs stay as they are and are found again at the next start. */
  close(): Promise<void>;
}

/** The whole server over real Docker, real clusters and the database in the state directory, already listening. */
export async function buildWorld(config: Config): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  const { version } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const owner = await installation(config.stateDir);
  const database = new Database(join(config.stateDir, 'cks-lab.db'));
  try {
    const ports = await connect(config, owner, database, log);
    const traces = config.traceEndpoint && (await openTraces(config.traceEndpoint, version, ports.bus));
    const world = createWorld(ports, settingsOf(config, version));
    const { port } = await world.listen(config.host, config.port);
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    log.info({ host, port, version }, 'listening');
    return {
      origin: `http://${host}:${port}`,
      close: async () => {
        await world.close();
        if (traces) await traces.close();
        database.close();
        log.info({}, 'closed');
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

async function connect(config: Config, owner: string, database: Database, log: Log): Promise<Ports> {
  const { engine, clock, ...labs } = await labSide(config, owner, clustersIn(config.stateDir));
  const side = await openScenarios(config, { update: 'start', signal: new AbortController().signal });
  const { library, opened, folders } = side;
  for (const { source, note } of opened.packs) {
    if (note !== undefined) log.warn({ pack: sourceName(source), note }, 'pack not updated');
  }
  const facts = new DockerEngineFacts(engine);
  const shelf = new SnapshotShelf(join(config.stateDir, 'snapshots'), snapshotLimits);
  const onRestored: DockerLabSnapshotsParts['onRestored'] = (lab) => labs.clusterApi.forget(lab);
  return {
    ...labs,
    clock,
    log,
    library,
    packs: usedPacks(config, side),
    ...(config.watch && { watching: { folders, watcher: new FsFolderWatcher(log) } }),
    builder: await openImages(config),
    terminals: new DockerTerminalHost(engine, owner, { program: await keeperProgram(engine, config), log }),
    shellStore: new SqliteShellStore(database),
    files: new DockerMachineFiles(engine, owner),
    network: new DockerLabNetwork(engine, owner),
    snapshots: new DockerLabSnapshots({ engine, owner, clock, shelf, limits: snapshotLimits, onRestored }),
    engine: facts,
    facts: new LocalMachine(config.stateDir, ...(await engineRoot(facts))),
    store: new SqliteLabStore(database),
    durations: new SqliteDurations(database),
    sessions: new SqliteSessionStore(database),
    invitations: new SqliteInvitationStore(database),
    recordings: new FsRecordings(join(config.stateDir, 'recordings')),
    entrance: new TokenFile(config.stateDir, clock),
    bus: new LocalEventBus(log),
  };
}

/** Where the engine keeps labs, if that can be seen from here; elsewhere its disk cannot be watched. */
async function engineRoot(engine: DockerEngineFacts): Promise<string[]> {
  const folder = await engine.folder(new AbortController().signal).catch(() => undefined);
  return folder === undefined ? [] : [folder];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A short limit is warned of in its last quarter, a long one a quarter of an hour before. */
const idlePolicy = (minutes: number, days: number): Settings['idle'] => ({
  endsAfterMs: minutes * minuteMs,
  warnsMs: Math.min(15, minutes / 4) * minuteMs,
  keepsPausedMs: days * dayMs,
  sparesMs: days === 0 ? 0 : dayMs / 2,
});

const settingsOf = (config: Config, version: string): Settings => ({
  version,
  node: process.versions.node,
  pageDir: join(root, 'dist/web'),
  gate: { devOrigin: config.devOrigin },
  metricsToken: config.metricsToken,
  places: config.maxLabs,
  perUser: config.labsPerUser,
  idle: idlePolicy(config.idleMinutes, config.pausedDays),
  warm: {
    size: config.warmLabs,
    settleMs: 2500,
    idleMs: config.warmMinutes * minuteMs,
    maxPressure: config.warmPressure,
  },
  atOnce: config.labsAtOnce,
  startWithinMs: config.startSeconds * 1000,
  buildImages: config.buildImages,
  language: config.language,
  recording: config.recording,
  authoring: config.authoring,
  editor: config.editor,
  servicePort: config.servicePort,
  reconcileEveryMs: 3000,
  seed: randomUUID,
});
