import { printTable } from '../../server/cli/print.ts';
import type { Flood } from './measure.ts';

/** What was measured of one contender, round by round. */
export interface Rounds {
  readonly name: string;
  /** Milliseconds of each key. */
  readonly one: number[][];
  readonly twenty: number[][];
  readonly floods: Flood[];
}

const ms = (value: number): string => value.toFixed(2);
export const ourName = 'CKS Lab';

/** Percentiles of all keys of all rounds; medians of the rounds for the rest, but the highest peak and the slowest Ctrl-C. */
export function report(results: readonly Rounds[], megabytes: number): void {
  const per100 = (seconds: number): string => ((seconds * 100) / megabytes).toFixed(2);
  const echoes = ['', 'echo p50', 'p99', '20 lines p50', 'p99 (ms)'];
  const floods = ['MB/s', 'server', 'engine', 'page (CPU s per 100 MB)', 'peak MiB', 'Ctrl-C ms'];
  printTable([
    [...echoes, ...floods],
    ...results.map(({ name, one, twenty, floods: runs }) => [
      name,
      ...[part(one.flat(), 0.5), part(one.flat(), 0.99)].map(ms),
      ...[part(twenty.flat(), 0.5), part(twenty.flat(), 0.99)].map(ms),
      median(runs.map((run) => run.megabytesPerSecond)).toFixed(1),
      name === 'docker exec' ? '' : per100(median(runs.map(({ cpu }) => cpu.server))),
      per100(median(runs.map(({ cpu }) => cpu.engine))),
      per100(median(runs.map(({ cpu }) => cpu.page))),
      name === 'docker exec' ? '' : Math.max(...runs.map((run) => run.peakMiB)).toFixed(1),
      Math.max(...runs.map((run) => run.interruptMs)).toFixed(0),
    ]),
  ]);
  const us = results.find(({ name }) => name === ourName);
  for (const other of results) if (us !== undefined && other !== us) compare(us, other);
}

/** What the machine itself does to work that nobody disturbs. */
export function reportMachine(still: readonly number[]): void {
  const [half, tenth, hundredth] = [0.5, 0.9, 0.99].map((at) => ms(part(still, at)));
  process.stdout.write(
    `The machine alone, the same work of a millisecond ${still.length} times: p50 ${half}, p90 ${tenth}, p99 ${hundredth} ms\n`,
  );
}

/** Ratios and differences within each round, whose runs followed one another; of these the median. */
function compare(us: Rounds, other: Rounds): void {
  const rounds = us.floods.map((_, round) => round);
  const faster = rounds.map((n) => speed(us, n) / speed(other, n));
  const added = (which: 'one' | 'twenty', at: number): string => {
    const more = rounds.map((n) => part(us[which][n] ?? [], at) - part(other[which][n] ?? [], at));
    return signed(median(more));
  };
  process.stdout.write(
    `${ourName} beside ${other.name}, median of ${rounds.length} rounds: throughput × ${median(faster).toFixed(2)} (${faster.map((x) => x.toFixed(2)).join(', ')}); echo p50 ${added('one', 0.5)}, p99 ${added('one', 0.99)} ms; 20 lines p50 ${added('twenty', 0.5)}, p99 ${added('twenty', 0.99)} ms\n`,
  );
}

const speed = ({ floods }: Rounds, round: number): number => floods[round]?.megabytesPerSecond ?? Number.NaN;
const signed = (value: number): string => `${value >= 0 ? '+' : ''}${ms(value)}`;
const median = (values: readonly number[]): number => part(values, 0.5);

function part(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
