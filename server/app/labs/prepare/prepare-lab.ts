import type { PrepareParts, Preparation } from './action.ts';
import { type Moment, tasks } from './tasks.ts';

/** A moment that comes at most once, whoever brings it about. */
interface Expected {
  readonly come: Promise<void>;
  reach(): void;
}

/** Does everything, each thing as soon as it can begin. Whatever fails first ends the rest, and is thrown when all have let go. */
export async function prepareLab(parts: PrepareParts, preparation: Preparation): Promise<void> {
  const first = new AbortController();
  const signal = AbortSignal.any([preparation.signal, first.signal]);
  const moments = new Map<Moment, Expected>();
  const moment = (name: Moment): Expected => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const expected = moments.get(name) ?? { come: promise, reach: resolve };
    moments.set(name, expected);
    return expected;
  };
  const onReached: NonNullable<Preparation['onReached']> = (milestone) =>
    moment(`cluster.${milestone}`).reach();
  const onHostsEntered = (): void => moment('hosts.entered').reach();
  const work = tasks.map(async (task) => {
    try {
      await unlessAborted(
        signal,
        task.after.map((name) => moment(name).come),
      );
      await task.work(parts, { ...preparation, onReached, onHostsEntered, signal });
      moment(task.name).reach();
      if (task.name === 'cluster') (['machines', 'api'] as const).forEach(onReached);
      if (task.name === 'hosts') onHostsEntered();
    } catch (error) {
      first.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(work);
  preparation.signal.throwIfAborted();
  first.signal.throwIfAborted();
}

/** Resolves when all have come. What is aborted never begins, also when nothing is waited for. */
async function unlessAborted(signal: AbortSignal, awaited: readonly Promise<void>[]): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const give = (): void => reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', give, { once: true });
  try {
    await Promise.race([promise, Promise.all(awaited)]);
  } finally {
    signal.removeEventListener('abort', give);
  }
}
