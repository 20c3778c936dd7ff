import { chooseForTests, type Choice } from '#app/proof/choose.ts';
import { proofLine, trialLine } from '#app/proof/proof-report.ts';
import { proveAll } from '#app/proof/prove-all.ts';
import type { ScenarioProof } from '#app/proof/prove-scenario.ts';
import { asFault } from '#domain/fault.ts';
import { choiceParts, knownParts, type PackLibrary } from '../../server/cli/changed-scenarios.ts';
import { labPlaces } from '../../server/cli/lab-places.ts';
import type { ProofWorld } from '../../server/cli/proof-world.ts';
import { type Config, readConfig } from '../../server/config.ts';
import type { ProveSettings } from '../../scripts/test/prove-settings.ts';

const minuteMs = 60_000;

/** Which scenarios this run of the tests proves. Where nothing tells what changed it says why, and takes any. */
export async function proofChoice(
  library: PackLibrary,
  settings: ProveSettings,
  print: (line: string) => void,
): Promise<Choice> {
  if (settings.all) return { chosen: library.all(), leftOut: [] };
  const config = readConfig({ ...process.env });
  return chooseForTests(library.all(), await parts(config, library, print));
}

async function parts(
  config: Config,
  library: PackLibrary,
  print: (line: string) => void,
): Promise<Parameters<typeof chooseForTests>[1]> {
  try {
    return await choiceParts(config, library, undefined, AbortSignal.timeout(minuteMs));
  } catch (error) {
    print(`- what changed is not known, so any scenario is tried: ${asFault(error).message}`);
    return { changes: undefined, ...(await knownParts(config, library)) };
  }
}

/** One proof of all chosen scenarios, begun when the first result is asked for; each test waits for its own. */
export class ProofRun {
  readonly proofs: ScenarioProof[] = [];
  readonly leftOut: { scenario: string; why: string }[] = [];
  /** Why a scenario was not begun. */
  readonly noTime: string;
  private readonly chosen: Choice['chosen'];
  private readonly world: ProofWorld;
  private readonly settings: ProveSettings;
  private readonly print: (line: string) => void;
  private readonly stop = new AbortController();
  private readonly results: ReadonlyMap<string, PromiseWithResolvers<ScenarioProof | undefined>>;
  private running: Promise<void> | undefined;

  constructor(o: {
    chosen: Choice['chosen'];
    world: ProofWorld;
    settings: ProveSettings;
    print: (line: string) => void;
  }) {
    this.chosen = o.chosen;
    this.world = o.world;
    this.settings = o.settings;
    this.noTime = `the ${o.settings.minutes} minutes were used up`;
    this.print = o.print;
    this.results = new Map(o.chosen.map(({ scenario }) => [scenario.id, Promise.withResolvers()]));
  }

  /** The proof of a scenario; undefined when there was no time to begin it. Stops everything when the signal aborts. */
  async of(id: string, signal: AbortSignal): Promise<ScenarioProof | undefined> {
    this.running ??= this.run();
    const stop = (): void => this.stop.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.results.get(id)?.promise;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Ends what still runs, and waits until its labs are removed. */
  async close(): Promise<void> {
    this.stop.abort(new Error('the tests are over'));
    await this.running;
    await this.world.close();
  }

  private async run(): Promise<void> {
    const { all, minutes } = this.settings;
    const begun = this.world.deps.clock.now();
    try {
      await proveAll({
        ...this.world,
        scenarios: this.chosen,
        atOnce: await labPlaces(this.chosen),
        signal: this.stop.signal,
        beginUntil: all ? undefined : begun + minutes * minuteMs,
        onTrial: (scenario, trial) => this.print(trialLine(scenario, trial)),
        onProof: (proof) => this.ended(proof),
        onLeftOut: (scenario) => this.leave(scenario),
      });
    } catch (error) {
      for (const { promise, reject } of this.results.values()) {
        // A test that did not come to wait for its result has no use for the error either.
        promise.catch(() => undefined);
        reject(error);
      }
    }
  }

  private leave(scenario: string): void {
    this.leftOut.push({ scenario, why: this.noTime });
    this.results.get(scenario)?.resolve(undefined);
  }

  private ended(proof: ScenarioProof): void {
    this.proofs.push(proof);
    this.print(proofLine(proof));
    this.results.get(proof.scenario)?.resolve(proof);
  }
}
