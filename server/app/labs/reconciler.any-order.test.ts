import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { LabWorld } from '../../testing/lab-world.ts';

test('whatever is asked in whatever order, every lab settles and nothing is left of what is gone', async () => {
  const command = fc.oneof(
    fc.constantFrom('start', 'settle', 'crash', 'engine').map((kind) => ({ kind, lab: 0 })),
    fc.record({
      kind: fc.constantFrom('reset', 'stop', 'pause', 'resume', 'lose', 'fail', 'save', 'undo'),
      lab: fc.nat(5),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const own = new LabWorld();
      own.reconciler.start();
      const labs: LabId[] = [];
      for (const { kind, lab } of commands) {
        const id = labs[lab % Math.max(1, labs.length)];
        await follow(own, kind, id, labs);
      }
      own.engine.before = async () => undefined;
      await own.settle(8);
      const holding = labs.filter((id) => own.state(id) === 'ready');
      for (const id of labs) {
        // Whoever still waits does so because all places are taken.
        if (own.state(id) === 'requested') expect(holding).toHaveLength(own.places);
        else if (own.state(id) === 'resuming' || own.state(id) === 'resetting')
          expect(holding).toHaveLength(own.places);
        else expect(['ready', 'paused', 'failed', 'gone']).toContain(own.state(id));
        if (own.state(id) === 'ready') expect(own.engine.stopped(id)).toEqual([]);
        if (own.state(id) === 'gone') expect(own.engine.has(id)).toBe(false);
      }
      await own.reconciler.close();
    }),
    { numRuns: 60 },
  );
});

/** A command that the lab's state refuses is part of the game; anything but a Fault is not. */
async function follow(own: LabWorld, kind: string, id: LabId | undefined, labs: LabId[]): Promise<void> {
  try {
    if (kind === 'start') labs.push((await own.start()).id);
    if (kind === 'settle') await own.settle(1);
    if (kind === 'crash') await own.crash();
    if (kind === 'engine') own.engine.world.restartEngine(own.clock.now());
    if (id === undefined) return;
    if (kind === 'reset') own.reset(id);
    if (kind === 'save') await own.save(id);
    if (kind === 'undo') await own.undo(id, 1);
    if (kind === 'stop') own.stop(id);
    if (kind === 'pause') own.pause(id);
    if (kind === 'resume') own.resume(id);
    if (kind === 'lose' && own.state(id) === 'ready') own.engine.lose(id, 'cp');
    if (kind === 'fail') {
      own.engine.before = async (call, lab) => {
        if (lab === id && call === 'observers') throw new Fault('engine.refused', 'no', { remedy: 'wait' });
      };
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}
