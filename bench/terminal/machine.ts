import { setTimeout as delay } from 'node:timers/promises';

/** How much work: about what an echo costs all who take part in it. */
const wantedMs = 1;
const trials = 200;

/**
 * How long the same work of a millisecond takes, again and again, with the pauses between two keys and nobody beside it. On a machine
 * of one's own the slowest percent is hardly slower than the median. Where it is, the machine is shared, and no terminal's slowest
 * percent can be better than that. Milliseconds.
 */
export async function stillness(times: number): Promise<number[]> {
  const loops = calibrated();
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    await delay(15 + Math.random() * 10);
    took.push(timed(loops));
  }
  return took;
}

function calibrated(): number {
  const few = 100_000;
  const took = Array.from({ length: trials }, () => timed(few)).toSorted((a, b) => a - b);
  return Math.round((few * wantedMs) / (took[trials / 2] ?? wantedMs));
}

function timed(loops: number): number {
  const from = performance.now();
  let mixed = loops;
  for (let n = 0; n < loops; n++) mixed = (mixed * 31 + n) | 0;
  const took = performance.now() - from;
  // What is never used might not be computed.
  if (mixed === 0.5) throw new Error('a whole number is none');
  return took;
}
