import { chmod, copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModuleFiles } from './tool-declaration.ts';

type Choice = Pick<ModuleFiles, 'only' | 'without'>;

/**
 * Copies a folder or a file. Go keeps its modules read-only, so modes are set anew: an image build must be able to
 * remove and overwrite what it copies, also when it is not root.
 */
export async function copyModuleFiles(from: string, to: string, choice: Choice = {}): Promise<void> {
  const source = await stat(from);
  if (!source.isDirectory()) {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
    await chmod(to, source.mode & 0o111 ? 0o755 : 0o644);
    return;
  }
  await mkdir(to, { recursive: true });
  for (const name of chosen(await readdir(from), choice)) {
    await copyModuleFiles(join(from, name), join(to, name));
  }
}

/** A name that is asked for stays in the list even when it is absent, so that the copy fails by that name. */
function chosen(present: readonly string[], { only, without = [] }: Choice): readonly string[] {
  return only ?? present.filter((name) => !without.includes(name));
}
