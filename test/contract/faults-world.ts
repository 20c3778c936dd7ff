import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import Docker from 'dockerode';
import { z } from 'zod';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { LabId } from '#contract/ids.ts';
import { LabState, Problem } from '#contract/lab.ts';
import { Step } from '#contract/progress.ts';
import { testOwner } from '../support/test-owner.ts';
import { isEmpty, settled } from './image-trial.ts';
import { unstopped } from './trial-world.ts';

const Said = z.object({
  lab: LabId.optional(),
  state: LabState.optional(),
  step: Step.optional(),
  problem: Problem.optional(),
  refused: z.string().optional(),
  up: z.boolean().optional(),
  /** Where an API server shall be published. */
  port: z.number().optional(),
});
export type Said = z.infer<typeof Said>;

export function labOf({ lab }: Said): LabId {
  if (lab === undefined) throw new Error('nothing was said of a lab');
  return lab;
}

/** The usual engine, or one of its own. */
interface FaultsEngine {
  readonly socket?: string;
  /** Hears where an API server shall be published. */
  readonly onPort?: (port: number) => void;
}

/** Longer than it may take to start or resume a lab: then it says itself that it took too long. */
const silentMs = 150_000;
const lastHeard = 6;

/** A server in a process of its own, which can be killed at any moment. */
class Server {
  private readonly child: ChildProcess;
  private readonly heard: Said[] = [];

  constructor(stateDir: string, owner: string, { socket, onPort }: FaultsEngine) {
    this.child = fork(join(import.meta.dirname, 'faulty-server.ts'), [stateDir, owner], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, ...(socket !== undefined && { DOCKER_HOST: `unix://${socket}` }) },
    });
    this.child.on('message', (message) => {
      const said = Said.parse(message);
      if (said.port !== undefined) onPort?.(said.port);
      this.heard.push(said);
    });
  }

  tell(command: object): void {
    this.child.send(command);
  }

  /** Resolves with the first thing said, from now on or before, that fits; it is not found again. */
  async until(fits: (said: Said) => boolean): Promise<Said> {
    for (;;) {
      const at = this.heard.findIndex(fits);
      const [found] = at < 0 ? [] : this.heard.splice(0, at + 1).slice(-1);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`the server ended with ${this.child.exitCode}`);
      await once(this.child, 'message', { signal: AbortSignal.timeout(silentMs) }).catch((error: unknown) => {
        // What it says of a lab that fails is the reason of a test that does.
        const last = JSON.stringify(this.heard.slice(-lastHeard));
        throw new Error(`the server has not said what was waited for; the last that it said: ${last}`, {
          cause: error,
        });
      });
    }
  }

  async start(scenario: 'host' | 'cluster' | 'both' = 'host'): Promise<LabId> {
    this.tell({ do: 'start', scenario });
    return labOf(await this.until(({ state }) => state === 'requested'));
  }

  is(lab: LabId, ...wanted: LabState[]): Promise<Said> {
    return this.until((said) => said.lab === lab && said.state !== undefined && wanted.includes(said.state));
  }

  /** Resolves when each of the labs has come to this state. */
  async all(labs: readonly LabId[], wanted: LabState): Promise<void> {
    await this.reached(labs.map((lab) => [lab, wanted]));
  }

  /** Resolves with what was said as each of the labs came to its state. */
  async reached(wanted: readonly (readonly [LabId, LabState])[]): Promise<Map<LabId, Said>> {
    const reached = new Map<LabId, Said>();
    await this.until((said) => {
      const { lab, state } = said;
      if (lab !== undefined && wanted.some(([of, to]) => of === lab && to === state)) reached.set(lab, said);
      return reached.size === wanted.length;
    });
    return reached;
  }

  begins(step: string): Promise<Said> {
    return this.until((said) => said.step?.id === step && said.step.phase === 'begin');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** A server with its records and its engine, and what must be true of them whatever has happened. */
export class FaultsWorld {
  readonly owner = testOwner();
  readonly docker: Docker;
  readonly machines: DockerMachines;
  server: Server;
  private readonly stateDir: string;
  private readonly engine: FaultsEngine;
  /** Names of every volume that one of our containers ever had. */
  private readonly volumes = new Set<string>();

  private constructor(stateDir: string, engine: FaultsEngine) {
    const { socket } = engine;
    this.stateDir = stateDir;
    this.engine = engine;
    this.docker = socket === undefined ? new Docker() : new Docker({ socketPath: socket });
    this.machines = new DockerMachines(new Engine(this.docker), this.owner);
    this.server = this.newServer();
  }

  static async open(engine: FaultsEngine = {}): Promise<FaultsWorld> {
    const world = new FaultsWorld(await mkdtemp(join(tmpdir(), 'cks-lab-faults-')), engine);
    await world.server.until(({ up }) => up === true);
    return world;
  }

  async close(): Promise<void> {
    await this.server.kill();
    for (const { lab } of await this.machines.seen(unstopped()))
      await this.machines.destroy(lab, unstopped());
    await rm(this.stateDir, { recursive: true });
  }

  /** Kills the server in the middle of whatever it does, and starts another one over the same records. */
  async killServer(): Promise<void> {
    await this.server.kill();
    await this.left();
    this.server = this.newServer();
  }

  /** Names of everything that the engine holds of ours. To be called while labs are there, so that their volumes are known later. */
  async left(): Promise<string[]> {
    const filters = { label: [`cks-lab/owner=${this.owner}`] };
    const containers = await this.docker.listContainers({ all: true, filters });
    for (const { Mounts } of containers) {
      for (const { Type, Name } of Mounts)
        if (Type === 'volume' && Name !== undefined) this.volumes.add(Name);
    }
    const [networks, { Volumes }, all] = await Promise.all([
      this.docker.listNetworks({ filters }),
      this.docker.listVolumes({ filters }),
      this.docker.listVolumes(),
    ]);
    const orphans = all.Volumes.filter(({ Name }) => this.volumes.has(Name)).map(({ Name }) => Name);
    const named = [...containers.map(({ Names }) => Names[0] ?? ''), ...networks.map(({ Name }) => Name)];
    return [...new Set([...named, ...Volumes.map(({ Name }) => Name), ...orphans])];
  }

  /**
   * What is left when everything has settled: a request that was under way when its lab was stopped may still end in something, which
   * the next looks of the server remove.
   */
  leaked(): Promise<string[]> {
    return settled(() => this.left(), isEmpty);
  }

  async stop(lab: LabId): Promise<void> {
    await this.left();
    this.server.tell({ do: 'stop', lab });
    await this.server.is(lab, 'gone');
  }

  /** What is wrong with the records: the database itself, and attempts that a lab that is gone has left open. */
  wrongRecords(): unknown[] {
    const db = new BetterSqlite3(join(this.stateDir, 'db'), { readonly: true });
    try {
      const open =
        'SELECT l.id, l.state, a.ended_at FROM labs l LEFT JOIN attempts a ON a.id = l.attempt WHERE a.ended_at IS NULL';
      const said = db.prepare('PRAGMA integrity_check').pluck().all();
      return [...said.filter((line) => line !== 'ok'), ...db.prepare(open).all()];
    } finally {
      db.close();
    }
  }

  private newServer(): Server {
    return new Server(this.stateDir, this.owner, this.engine);
  }
}
