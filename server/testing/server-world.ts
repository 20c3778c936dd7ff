import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { MemoryDurations } from '#adapters/memory/durations.ts';
import { MemoryImageBuilder } from '#adapters/memory/image-builder.ts';
import { MemoryInvitationStore } from '#adapters/memory/invitation-store.ts';
import { MemoryLabStore } from '#adapters/memory/lab-store.ts';
import { MemoryLabSnapshots } from '#adapters/memory/lab-snapshots.ts';
import { MemoryLabNetwork } from '#adapters/memory/lab-network.ts';
import { MemoryMachineFiles } from '#adapters/memory/machine-files.ts';
import { MemoryMachineFacts } from '#adapters/memory/machine-facts.ts';
import { MemoryObserver } from '#adapters/memory/observer.ts';
import { MemoryOriginals } from '#adapters/memory/originals.ts';
import { MemoryRecordings } from '#adapters/memory/recordings.ts';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { MemoryShellStore } from '#adapters/memory/shell-store.ts';
import { MemorySessionStore } from '#adapters/memory/session-store.ts';
import { MemoryTerminalHost } from '#adapters/memory/terminal-host.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { issueToken, TokenFile } from '#adapters/node/enter-token.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import type { Watching } from '#app/catalogue/live-catalogue.ts';
import { Fault } from '#domain/fault.ts';
import type { LabView } from '#contract/lab.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { LabEvent } from '#ports/events.ts';
import type { Observer } from '#ports/observer.ts';
import type { LabNetwork } from '#ports/lab-network.ts';
import type { Recordings } from '#ports/recordings.ts';
import type { ListedScenario, LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import type { TerminalHost } from '#ports/terminal-host.ts';
import { createWorld, type World } from '../world.ts';
import type { Ports, Settings } from '../world-parts.ts';
import { InterruptibleEngine } from './interruptible-engine.ts';
import { QuietLog } from './quiet-log.ts';
import { hostScenario, scenario } from './scenarios.ts';

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The real server on a free port, over labs that exist in memory only. */
export class ServerWorld {
  readonly engine = new InterruptibleEngine(systemClock);
  readonly log = new QuietLog();
  readonly bus = new LocalEventBus(this.log);
  readonly builder = new MemoryImageBuilder(['workstation', 'observer', 'host', 'node', 'baked-node']);
  readonly store = new MemoryLabStore();
  readonly facts = new MemoryMachineFacts();
  idle = { endsAfterMs: 0, warnsMs: 0, keepsPausedMs: 0, sparesMs: 0 };
  warm = { size: 0, settleMs: 0, idleMs: 1_200_000, maxPressure: 40 };
  readonly shellStore = new MemoryShellStore();
  readonly network = new MemoryLabNetwork();
  readonly clusterApi = new MemoryClusterApi();
  /** Of a real lab, in place of those in memory. */
  real: { readonly network: LabNetwork; readonly clusterApi: ClusterApi } | undefined;
  terminals: TerminalHost = new MemoryTerminalHost(this.engine.world);
  library: readonly (LoadedScenario | ListedScenario)[] = [
    scenario('cluster'),
    hostScenario('host'),
    scenario('blocked', { requirements: { kernel: ['kvm'] } }),
  ];
  /** Runs ahead of every question to an observer. */
  observing: (signal: AbortSignal) => Promise<void> = async () => undefined;
  language: string | undefined;
  engineAnswers = true;
  metricsToken: string | undefined;
  /** Scenarios that are read from somewhere and watched, in place of `library`. */
  files: { readonly library: ScenarioLibrary; readonly watching: Watching } | undefined;
  authoring = false;
  editor = true;
  recording: 'on' | 'off' | 'with-input' = 'on';
  recordings: Recordings = new MemoryRecordings();
  /** Often, so that tests need not wait. */
  reconcileEveryMs = 50;
  /** The page that is served; a small stand-in without it. */
  pageDir: string | undefined;
  port = 0;
  cookie = '';
  private world: World | undefined;
  private dir = '';
  private readonly sockets: Socket[] = [];

  async open(): Promise<this> {
    this.dir = await mkdtemp(join(tmpdir(), 'cks-lab-server-'));
    const pageDir = this.pageDir ?? join(this.dir, 'web');
    if (this.pageDir === undefined) await this.writePage(pageDir);
    this.world = createWorld(this.ports(), this.settings(pageDir));
    this.port = (await this.world.listen('127.0.0.1', 0)).port;
    return this;
  }

  private async writePage(pageDir: string): Promise<void> {
    await mkdir(join(pageDir, 'assets'), { recursive: true });
    await writeFile(join(pageDir, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(pageDir, 'assets', 'main-abc.js'), 'void 0;');
  }

  private ports(): Ports {
    const { engine, log, bus, builder, store, terminals } = this;
    const observer = new MemoryObserver(engine.world);
    const ask: Observer['ask'] = async (lab, machine, question, signal) => {
      await this.observing(signal);
      return observer.ask(lab, machine, question, signal);
    };
    return {
      log,
      bus,
      builder,
      store,
      terminals,
      machines: engine,
      files: new MemoryMachineFiles(engine.world),
      network: this.real?.network ?? this.network,
      snapshots: new MemoryLabSnapshots(engine.world, systemClock),
      originals: new MemoryOriginals(),
      calm: new NetworkCalm(systemClock),
      clusters: engine,
      hosts: engine,
      observer: { ask, ready: () => ({ ask, close: async () => undefined }) },
      clusterApi: this.real?.clusterApi ?? this.clusterApi,
      engine: {
        version: async () => {
          if (this.engineAnswers) return '28.0';
          throw new Fault('engine.unreachable', 'It does not answer.', { remedy: 'Start it.' });
        },
        describe: async () => ({ version: '28.0', now: Date.now(), cgroups: '2', storageDriver: 'overlay2' }),
      },
      facts: this.facts,
      durations: new MemoryDurations(),
      shellStore: this.shellStore,
      sessions: new MemorySessionStore(),
      recordings: this.recordings,
      invitations: new MemoryInvitationStore(),
      entrance: new TokenFile(this.dir, systemClock),
      library: this.files?.library ?? new MemoryScenarioLibrary(this.library),
      ...(this.files && { watching: this.files.watching }),
      clock: systemClock,
      ids: new CountingIds(),
    };
  }

  private settings(pageDir: string): Settings {
    return {
      version: '1',
      node: '24.0.0',
      metricsToken: this.metricsToken,
      pageDir,
      gate: { devOrigin: undefined },
      buildImages: true,
      language: this.language,
      authoring: this.authoring,
      editor: this.editor,
      recording: this.recording,
      seed: () => 'seed',
      places: 4,
      perUser: 6,
      idle: this.idle,
      warm: this.warm,
      atOnce: 2,
      startWithinMs: 60_000,
      servicePort: 0,
      reconcileEveryMs: this.reconcileEveryMs,
    };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.world?.close();
    await rm(this.dir, { recursive: true });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async token(): Promise<string> {
    return (await issueToken(this.dir)).token;
  }

  /** Lets this world's client in. */
  async enter(): Promise<void> {
    const answer = await fetch(`${this.origin}/enter?token=${await this.token()}`, { redirect: 'manual' });
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  /** A request as the page makes it; `headers` replaces what it would send. */
  ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Response> {
    const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie: this.cookie, 'x-cks-lab': '1', 'content-type': 'application/json', ...headers },
      ...json,
    });
  }

  async startLab(id = 'cluster'): Promise<LabView> {
    const answer = await this.ask('/api/labs', { method: 'POST', body: { scenario: id } });
    const lab = (await answer.json()) as LabView;
    await this.until(
      (event) => event.type === 'lab.changed' && event.lab.state === 'ready',
      () => {
        return this.store.get(lab.id)?.state === 'ready';
      },
    );
    return lab;
  }

  /** Resolves with the first such event, or at once when `already` holds. */
  until(wanted: (event: LabEvent) => boolean, already: () => boolean = () => false): Promise<void> {
    if (already()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.bus.subscribe((event) => {
        if (!wanted(event)) return;
        stop();
        resolve();
      });
    });
  }

  socket(namespace: string, headers: Readonly<Record<string, string>> = {}): Socket {
    const socket = io(`${this.origin}${namespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: this.cookie, origin: this.origin, ...headers },
    });
    this.sockets.push(socket);
    return socket;
  }
}
