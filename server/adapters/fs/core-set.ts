import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Slug } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { readYaml } from './read-yaml.ts';

const CoreSet = z.strictObject({ scenarios: z.array(Slug).min(1) });

/**
 * Reads the ids of the scenarios that stand for all others.
 * @throws Fault `config.invalid` with the first mistake and its line.
 */
export async function readCoreSet(file: string): Promise<readonly string[]> {
  const read = readYaml(await readFile(file, 'utf8'), CoreSet);
  if (read.ok) return read.value.scenarios;
  const [first] = read.faults;
  throw new Fault('config.invalid', `${file}:${first?.line ?? 1}: ${first?.message ?? 'cannot be read'}`, {
    remedy: 'Correct the file of the core set.',
  });
}
