import { readFile, rm } from 'node:fs/promises';

const pidFiles = {
  '/var/run/docker.pid': 'dockerd',
  '/var/run/docker/containerd/containerd.pid': 'containerd',
};

/**
 * Removes the marks of an engine that was killed. dockerd looks only whether some process has that number: after a restart or a
 * long time it may be anybody, and the engine would refuse to start.
 */
export async function removeStalePidFiles(
  files: Readonly<Record<string, string>> = pidFiles,
  nameOf: (pid: string) => Promise<string | undefined> = (pid) => textOf(`/proc/${pid}/comm`),
): Promise<void> {
  for (const [file, program] of Object.entries(files)) {
    const pid = (await textOf(file))?.trim();
    if (pid === undefined) continue;
    if ((await nameOf(pid))?.trim() !== program) await rm(file, { force: true });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
