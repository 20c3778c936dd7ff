import { Fault } from '#domain/fault.ts';

/** Aborts at the first Ctrl-C, so that work under way can undo what it began; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(
      new Fault('cancelled', 'Stopped on request.', {
        remedy: 'Run the same command again: what was finished is kept.',
      }),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
