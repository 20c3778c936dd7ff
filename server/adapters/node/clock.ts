import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '#ports/clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  // Does not count the time in which the machine slept.
  elapsed: () => performance.now(),
  delay: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      // Node rejects with an error of its own; the port promises the signal's reason.
      throw signal.aborted ? signal.reason : error;
    }
  },
};
