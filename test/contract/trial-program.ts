import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { OwnApt, suite } from '#adapters/debian/apt-install.ts';
import { readConfig } from '../../server/config.ts';

const downloadWithinMs = 300_000;

/** A program of Debian, whose package was unpacked and not installed; or why there is none. */
export type TrialProgram = { readonly file: string } | { readonly missing: string };

/**
 * The program that a package of Debian holds under its own name. It is fetched once and then kept in the cache. `fromSid`: it
 * is too new for our release.
 */
export async function trialProgram(name: string, o: { fromSid: boolean }): Promise<TrialProgram> {
  const home = join(readConfig({ ...process.env }).cacheDir, 'trial-programs');
  const kept = join(home, name);
  const file = join(kept, 'usr/bin', name);
  if (await isThere(file)) return { file };
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!release.includes(`VERSION_CODENAME=${suite}\n`))
    return { missing: `${name} comes from Debian packages, and this is no Debian ${suite}` };
  await mkdir(home, { recursive: true });
  const folder = await mkdtemp(join(home, 'new-'));
  try {
    await unpack(name, folder, o.fromSid);
    // Another run may have been as fast: then its files stay, which are the same.
    await rename(join(folder, 'unpacked'), kept).catch((error: unknown) =>
      isThere(file).then((there) => (there ? undefined : Promise.reject(error as Error))),
    );
    return { file };
  } catch (error) {
    return {
      missing: `${name} could not be fetched: ${error instanceof Error ? error.message : 'no reason'}`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(name: string, folder: string, fromSid: boolean): Promise<void> {
  const apt = new OwnApt(folder, AbortSignal.timeout(downloadWithinMs));
  await apt.update(fromSid ? [name] : []);
  const files = join(folder, 'files');
  await mkdir(files);
  await apt.download([name], files);
  for (const archive of await readdir(files)) {
    await execa('dpkg-deb', ['--extract', join(files, archive), join(folder, 'unpacked')]);
  }
}

const isThere = async (file: string): Promise<boolean> =>
  !(await execa('test', ['-x', file], { reject: false })).failed;
