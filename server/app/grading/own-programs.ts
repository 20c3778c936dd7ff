import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Observer } from '#ports/observer.ts';
import type { Originals } from '#ports/originals.ts';
import type { ClusterRuntime } from '#ports/runtimes.ts';
import { calledBy, type Called, searchFolders, searchPath } from './called-programs.ts';
import { kubeconfigsIn, trustKubeconfig } from './own-kubeconfig.ts';

interface Parts {
  readonly machines: Machines;
  readonly observer: Observer;
  readonly originals: Originals;
  readonly clusters: Pick<ClusterRuntime, 'kubeconfig'>;
}

/** Loads code of anybody's choice into every program that starts. */
const preload = '/etc/ld.so.preload';
/** Links of the image to folders of programs. Somebody may have put a folder in the place of one. */
const links = /^\/s?bin\//;
/** All programs of an image several times. */
const maxEntries = 5000;
/**
 * In the home of its user kubectl finds flags that nobody gave it, of which --server is one, and what it once learnt of the API server.
 */
const nothingFromHome = { KUBERC: 'off', KUBECTL_KUBERC: 'false', KUBECACHEDIR: '/dev/null' };

/** The machines as a grader uses them. */
export interface OwnMachines extends Machines {
  /**
   * Is a file that a program goes by the image's own? False for one that the image does not have: the scenario brought it.
   * @throws Fault when it is another one
   */
  trustFile(lab: LabId, machine: MachineName, path: string, signal: AbortSignal): Promise<boolean>;
  /** Sees to programs that a program calls without being told. @throws Fault when one is not as the lab came with it */
  trustCalls(lab: LabId, machine: MachineName, called: Called, signal: AbortSignal): Promise<void>;
}

/**
 * The machines as a grader uses them: a program that is not the one that came with the image is not run, since whoever put it
 * there would answer instead of it. That holds for programs named without their folder, and for all that a shell may call, as far as
 * its words tell. Programs that the image does not have are the author's business. A command that names a kubeconfig of the cluster is
 * run when that is still the one that the lab began with.
 */
export function withOwnPrograms(parts: Parts): OwnMachines {
  const { machines } = parts;
  const trusts = new Map<string, MachinePrograms>();
  const programsOf = (lab: LabId, machine: MachineName): MachinePrograms => {
    const key = `${lab} ${machine}`;
    const known = trusts.get(key) ?? new MachinePrograms(parts, lab, machine);
    trusts.set(key, known);
    return known;
  };
  return {
    ...withAnyPrograms(machines),
    trustFile: (lab, machine, path, signal) => programsOf(lab, machine).trust(path, signal),
    trustCalls: (lab, machine, called, signal) => programsOf(lab, machine).trustAll(called, signal),
    exec: async (lab, machine, argv, options) => {
      const programs = programsOf(lab, machine);
      const [program = ''] = argv;
      if (program.startsWith('/')) await programs.trust(program, options.signal);
      await programs.trustAll(calledBy(argv, options.stdin), options.signal);
      for (const path of kubeconfigsIn(argv, options.stdin)) {
        await trustKubeconfig(parts, lab, machine, path, options.signal);
      }
      const env = { ...options.env, ...nothingFromHome, PATH: searchPath };
      return machines.exec(lab, machine, argv, { ...options, env });
    },
  };
}

/** The machines before anybody has been in the lab: what is there came with it, or with its scenario. */
export function withAnyPrograms(machines: Machines): OwnMachines {
  return {
    seen: (signal) => machines.seen(signal),
    put: (...call) => machines.put(...call),
    exec: (...call) => machines.exec(...call),
    stop: (...call) => machines.stop(...call),
    start: (...call) => machines.start(...call),
    endedWithEngine: (...call) => machines.endedWithEngine(...call),
    destroy: (...call) => machines.destroy(...call),
    trustFile: async () => false,
    trustCalls: async () => undefined,
  };
}

/** What one grading has found out about the programs of a machine. */
class MachinePrograms {
  private readonly parts: Parts;
  private readonly lab: LabId;
  private readonly machine: MachineName;
  private readonly trusted = new Map<string, Promise<boolean>>();

  constructor(parts: Parts, lab: LabId, machine: MachineName) {
    this.parts = parts;
    this.lab = lab;
    this.machine = machine;
  }

  /** Is the program the image's own? False for one that the image does not have. @throws Fault when it is another one. */
  trust(program: string, signal: AbortSignal): Promise<boolean> {
    const known = this.trusted.get(program) ?? this.compare(program, signal);
    this.trusted.set(program, known);
    // What was refused may have been put right by the next look.
    known.catch(() => this.trusted.delete(program));
    return known;
  }

  /** Sees to all programs that are there now: one that is not there answers nobody. */
  async trustAll({ names, paths }: Called, signal: AbortSignal): Promise<void> {
    if (names.size + paths.size === 0) return;
    const there = await this.present(signal);
    const found = [...names].flatMap((name) => {
      const at = searchFolders.map((folder) => `${folder}/${name}`).filter((path) => there.has(path));
      return at.slice(0, 1).map((path) => ({ name, path }));
    });
    await Promise.all([
      ...[...paths]
        .filter((path) => there.has(path) || links.test(path))
        .map((path) => this.trust(path, signal)),
      ...found.map(({ name, path }) => this.trustFirst(name, path, signal)),
    ]);
  }

  /** A program that somebody added must not stand before one of the image. */
  private async trustFirst(name: string, first: string, signal: AbortSignal): Promise<void> {
    if (await this.trust(first, signal)) return;
    const { originals } = this.parts;
    for (const folder of searchFolders) {
      const original = await originals.of(this.lab, this.machine, `${folder}/${name}`, signal);
      if (original.kind === 'kept') throw replaced(first, this.machine);
    }
  }

  /** The paths of all programs of the machine. */
  private async present(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { observer } = this.parts;
    const all = await Promise.all(
      searchFolders.map(async (path) => {
        const question = { kind: 'tree', path, maxEntries, maxBytes: 0 } as const;
        const answer = await observer.ask(this.lab, this.machine, question, signal);
        if (answer.kind === 'unknown') throw notSeen(path, this.machine, answer.reason);
        return answer.entries.filter(({ type }) => type !== 'directory').map((entry) => entry.path);
      }),
    );
    return new Set(all.flat());
  }

  private async compare(program: string, signal: AbortSignal): Promise<boolean> {
    const { originals, observer } = this.parts;
    const original = await originals.of(this.lab, this.machine, program, signal);
    if (original.kind === 'none') return false;
    const ask = (path: string) =>
      observer.ask(this.lab, this.machine, { kind: 'file', path, maxBytes: 1 }, signal);
    const [now, loaded] = await Promise.all([ask(program), ask(preload)]);
    // What the observer cannot see it cannot vouch for.
    if (now.kind === 'unknown') throw notSeen(program, this.machine, now.reason);
    if (now.sha256 !== original.sha256) throw replaced(program, this.machine);
    if (loaded.kind === 'unknown') throw notSeen(preload, this.machine, loaded.reason);
    if (loaded.exists) throw replaced(preload, this.machine);
    return true;
  }
}

const replaced = (path: string, machine: MachineName): Fault =>
  new Fault(
    'runtime.failed',
    `${path} on ${machine} is not as the lab came with it, so what it says proves nothing`,
    {
      remedy: 'Put it back, or reset the lab.',
    },
  );

const notSeen = (path: string, machine: MachineName, reason: string): Fault =>
  new Fault(
    'runtime.failed',
    `whether ${path} on ${machine} is as the lab came with it could not be told: ${reason}`,
    {
      remedy: 'Check again. If it happens again, reset the lab.',
    },
  );
