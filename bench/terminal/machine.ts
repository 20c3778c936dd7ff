import { createHash } from 'node:crypto';
import { heldDown, pauseBetweenKeys } from './measure.ts';

/** How much work: about what an echo costs all who take part in it. */
const wantedMs = 1;
const trials = 200;
const trialBytes = 100_000;

/**
 * How long the same work of a millisecond takes, again and again, with the pauses between two keys and nobody beside it. On a machine
 * of one's own the slowest percent is hardly slower than the median. Where it is, the machine is shared, and no terminal's slowest
 * percent can be better than that. Milliseconds.
 */
export async function stillness(times: number): Promise<number[]> {
  const work = Buffer.alloc(calibrated());
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    await pauseBetweenKeys(heldDown);
    took.push(timed(work));
  }
  return took;
}

/** So many bytes take as long to be hashed as is wanted. */
function calibrated(): number {
  const few = Buffer.alloc(trialBytes);
  const took = Array.from({ length: trials }, () => timed(few)).toSorted((a, b) => a - b);
  return Math.round((trialBytes * wantedMs) / (took[trials / 2] ?? wantedMs));
}

function timed(work: Buffer): number {
  const from = performance.now();
  createHash('sha256').update(work).digest();
  return performance.now() - from;
}
