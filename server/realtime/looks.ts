import type { z } from 'zod';
import type { SparePool } from '#app/labs/spares/spare-pool.ts';
import { LookAtScenario, type SpareChanged } from '#contract/events.ts';
import type { Log } from '#ports/log.ts';
import { handle } from './handle.ts';
import { type LabsNamespace, lookRoom } from './labs.ts';
import { sparingly } from './sparingly.ts';

type Looks = Pick<SparePool, 'isReady' | 'looking'>;

/** Tells the pool of ready labs which pages of scenarios are open; a page that has gone without a word no longer looks. */
export function serveLooks(namespace: LabsNamespace, pool: Looks, log: Log): void {
  namespace.on('connection', (socket) => {
    const words = sparingly(log);
    let looked: { readonly scenario: string; readonly leave: () => void } | undefined;
    const leave = (): void => {
      if (looked === undefined) return;
      void socket.leave(lookRoom(looked.scenario));
      looked.leave();
      looked = undefined;
    };
    socket.on(
      'scenario.look',
      handle<typeof LookAtScenario, z.infer<typeof SpareChanged>>(
        words,
        LookAtScenario,
        async ({ scenario }, answer) => {
          leave();
          looked = { scenario, leave: pool.looking(scenario) };
          await socket.join(lookRoom(scenario));
          answer({ scenario, ready: pool.isReady(scenario) });
        },
      ),
    );
    socket.on(
      'scenario.leave',
      handle(words, LookAtScenario, ({ scenario }) => {
        if (looked?.scenario === scenario) leave();
      }),
    );
    socket.on('disconnect', leave);
  });
}
