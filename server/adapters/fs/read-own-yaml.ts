import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { Fault } from '#domain/fault.ts';
import { readYaml } from './read-yaml.ts';

/**
 * Reads a file that the platform cannot do without.
 * @throws Fault `config.invalid` with the first mistake and its line.
 */
export async function readOwnYaml<S extends z.ZodType>(
  file: string,
  schema: S,
  remedy: string,
): Promise<z.infer<S>> {
  const read = readYaml(await readFile(file, 'utf8'), schema);
  if (read.ok) return read.value;
  const [first] = read.faults;
  throw new Fault('config.invalid', `${file}:${first?.line ?? 1}: ${first?.message ?? 'cannot be read'}`, {
    remedy,
  });
}
