import type { GradeReport } from '#contract/grading.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import { asFault } from '#domain/fault.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { GradingDeps } from '../grading/grade-lab.ts';
import { gradeLab } from '../grading/grade-lab.ts';
import { runScript } from '../setup/run-script.ts';
import { inventoryFaults, takeInventory } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import type { ProofLab, ProofLabs } from './proof-labs.ts';

const scriptMs = 300_000;
const tidyMs = 20_000;

interface Script {
  readonly script: string;
  readonly on: string;
  readonly user: string;
}

interface BenchParts {
  readonly loaded: LoadedScenario;
  readonly deps: GradingDeps;
  readonly labs: ProofLabs;
  readonly signal: AbortSignal;
}

/** A file that no machine may have any more when it was made anew. */
const mark = { path: '/root/.cks-lab-before-reset', content: '', mode: '0600', uid: 0, gid: 0 };

/** One lab of a proof and what is done with it. */
export class Bench {
  private readonly loaded: LoadedScenario;
  private readonly deps: GradingDeps;
  private readonly labs: ProofLabs;
  private readonly lab: ProofLab;
  private readonly signal: AbortSignal;

  private constructor(o: BenchParts & { lab: ProofLab }) {
    this.loaded = o.loaded;
    this.deps = o.deps;
    this.labs = o.labs;
    this.lab = o.lab;
    this.signal = o.signal;
  }

  /** Runs work with a fresh lab, which is removed afterwards, whatever happens. */
  static async with<T>(o: BenchParts, work: (bench: Bench) => Promise<T>): Promise<T> {
    const lab = await o.labs.start(o.loaded, o.signal);
    try {
      return await work(new Bench({ ...o, lab }));
    } finally {
      await o.labs.stop(lab);
    }
  }

  grade(): Promise<GradeReport> {
    return gradeLab({
      lab: this.lab.lab,
      scenario: this.loaded.scenario,
      file: (path) => this.loaded.file(path),
      vars: this.lab.vars,
      deps: this.deps,
      onSettled: () => undefined,
      signal: this.signal,
    });
  }

  /** Runs a script of the scenario and says how long it took, in milliseconds. */
  async apply({ script, on, user }: Script): Promise<number> {
    const began = this.deps.clock.elapsed();
    const text = await this.loaded.file(script);
    await runScript(this.deps.machines, {
      lab: this.lab.lab,
      on,
      user,
      name: script,
      text,
      vars: this.lab.vars,
      timeoutMs: scriptMs,
      signal: this.signal,
    });
    return Math.round(this.deps.clock.elapsed() - began);
  }

  /** Resets the lab, and names the machines that are still those from before. */
  async reset(): Promise<string[]> {
    const machines = machinesOf(this.loaded.scenario.environment);
    const { lab } = this.lab;
    await Promise.all(machines.map((name) => this.deps.machines.put(lab, name, [mark], this.signal)));
    await this.labs.reset(this.lab, this.loaded, this.signal);
    const there = await this.inventory();
    return machines.filter((name) => there.has(`${name}:${mark.path}`));
  }

  inventory(): Promise<Inventory> {
    const { environment } = this.loaded.scenario;
    return takeInventory({ lab: this.lab.lab, environment, deps: this.deps, signal: this.signal });
  }

  /** What is different from an earlier inventory, once Pods that are on their way out have had time to go. */
  async changesSince(before: Inventory): Promise<string[]> {
    const end = this.deps.clock.elapsed() + tidyMs;
    for (;;) {
      const faults = inventoryFaults(before, await this.inventory());
      if (faults.length === 0 || this.deps.clock.elapsed() > end) return faults;
      await this.deps.clock.delay(1000, this.signal);
    }
  }
}

/** A failure in words, with the end of what the failed command printed. */
export function failure(error: unknown): string {
  const { message, tail } = asFault(error);
  return tail === undefined ? message : `${message} ${tail.replaceAll('\n', ' ⏎ ')}`;
}
