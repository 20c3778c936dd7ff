import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';

/** The share of the last ten seconds in which programs waited for a processor, in percent. */
export async function readPressure(): Promise<number> {
  const file = await readFile('/proc/pressure/cpu', 'utf8').catch(() => '');
  return pressureIn(file) ?? pressureOf(loadavg()[0] ?? 0, availableParallelism());
}

/** As the kernel's pressure stall information says; undefined where it has none. */
export function pressureIn(file: string): number | undefined {
  const share = /^some avg10=([\d.]+)/m.exec(file)?.[1];
  return share === undefined ? undefined : Number(share);
}

/** A guess from the load of the last minute: none up to half a program for each core, 50 % at one for each. */
export function pressureOf(load: number, cores: number): number {
  return Math.min(100, Math.max(0, Math.round((load / cores - 0.5) * 100)));
}
