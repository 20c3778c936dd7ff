import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalMachine } from '#adapters/node/preflight.ts';
import type { Finding } from '#contract/doctor.ts';
import { roomFindings } from '#domain/machine/findings.ts';
import type { Config } from '../config.ts';

/** What can be told without asking the engine: quick, and nothing is changed. */
export async function machineFindings(config: Config): Promise<Finding[]> {
  const machine = new LocalMachine(existing(config.cacheDir), existing(config.stateDir));
  const [size, room] = await Promise.all([machine.size(), machine.room()]);
  return roomFindings(size, room, false);
}

/** The folder itself, or the nearest one above that is there: it will lie on the same disk. */
export const existing = (path: string): string => (existsSync(path) ? path : existing(dirname(path)));
