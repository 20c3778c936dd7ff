import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Installs wetty into a folder of its own; nothing of it becomes a dependency here. Returns the folder. */
export async function fetchWetty(dir: string): Promise<string> {
  const at = join(dir, 'wetty');
  await mkdir(at, { recursive: true });
  await execa('npm', ['install', '--prefix', at, '--no-audit', '--no-fund', 'wetty@3.2.0'], {
    cwd: at,
    stderr: 'inherit',
  });
  return at;
}

/**
 * Unpacks Debian's ttyd and all that it needs into a folder. apt works on lists of its own: the machine's sources and packages
 * stay as they are. Returns the folder.
 */
export async function fetchTtyd(dir: string): Promise<string> {
  const [apt, debs, at] = [join(dir, 'apt'), join(dir, 'debs'), join(dir, 'ttyd')];
  for (const folder of [join(apt, 'lists/partial'), join(debs, 'partial'), at])
    await mkdir(folder, { recursive: true });
  const list = join(apt, 'sources.list');
  await writeFile(list, `deb [signed-by=${keyring}] http://deb.debian.org/debian sid main\n`);
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': apt,
    'Dir::Cache::archives': debs,
    'Debug::NoLocking': '1',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await execa('apt-get', [...options, 'update'], { stderr: 'inherit' });
  await execa('apt-get', [...options, '-y', '--no-install-recommends', '--download-only', 'install', 'ttyd']);
  for (const deb of await readdir(debs))
    if (deb.endsWith('.deb')) await execa('dpkg', ['-x', join(debs, deb), at]);
  return at;
}
