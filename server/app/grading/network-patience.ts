import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import type { Scene } from './check-module.ts';
import type { NetworkCalm } from './network-calm.ts';
import { type Patience, patienceOf } from './settle.ts';

/** A policy that was only just applied is not enforced everywhere yet: what passes before that may be about to fail. */
const followsMs = 1500;

/** What checks of a cluster's network wait for, counted from its latest change and not from the click. One question answers for all. */
export class NetworkPatience {
  private readonly scene: Scene;
  private readonly calm: NetworkCalm;
  private readonly isCluster: boolean;
  private asked: Promise<number> | undefined;

  constructor(scene: Scene, calm: NetworkCalm, { environment }: Scenario) {
    this.scene = scene;
    this.calm = calm;
    this.isCluster = environment.kind === 'cluster';
  }

  of(check: LeafCheck): Patience {
    return { ...patienceOf(check), ...(this.concerns(check) && { since: this.since }) };
  }

  /** Resolves when a check may be looked at for the first time. */
  async before(check: LeafCheck): Promise<void> {
    if (!this.concerns(check)) return;
    const { clock, signal } = this.scene;
    const left = (await this.since()) + followsMs - clock.now();
    if (left > 0) await clock.delay(left, signal);
  }

  private concerns({ type }: LeafCheck): boolean {
    return this.isCluster && type.startsWith('net.');
  }

  private readonly since = (): Promise<number> => {
    const { lab, clusterApi, signal } = this.scene;
    return (this.asked ??= this.calm.since(lab, clusterApi, signal));
  };
}
