import type { Action, PrepareParts, Preparation } from './action.ts';
import { clear } from './clear.ts';
import { cluster } from './cluster.ts';
import { connect } from './connect.ts';
import { hosts } from './hosts.ts';
import { kubeconfig } from './kubeconfig.ts';
import { network } from './network.ts';
import { observers } from './observers.ts';
import { setup } from './setup.ts';
import { workstation } from './workstation.ts';

/** How a lab comes about. What stands in one row needs nothing of its neighbours and is done at the same time. */
export const actions: readonly (readonly Action[])[] = [
  [clear],
  [network],
  [cluster, workstation, hosts],
  [observers, connect, kubeconfig],
  [setup],
];

/** Does everything in order. Whatever fails first ends the rest, and is thrown when all have let go. */
export async function prepareLab(parts: PrepareParts, preparation: Preparation): Promise<void> {
  for (const row of actions) {
    preparation.signal.throwIfAborted();
    await together(row, parts, preparation);
  }
}

async function together(
  row: readonly Action[],
  parts: PrepareParts,
  preparation: Preparation,
): Promise<void> {
  const first = new AbortController();
  const signal = AbortSignal.any([preparation.signal, first.signal]);
  const work = row.map(async (action) => {
    try {
      await action(parts, { ...preparation, signal });
    } catch (error) {
      first.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(work);
  preparation.signal.throwIfAborted();
  first.signal.throwIfAborted();
}
