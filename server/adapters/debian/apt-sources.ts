import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

const mirror = 'http://deb.debian.org/debian';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** One file below a folder of package sources. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Where packages of the suite come from, and sid, out of which only packages named by `sidPreferences` are taken. */
export async function packageSources(suite: string): Promise<SourceFile[]> {
  return [...(await machineSources(suite)), { name: 'cks-lab-sid.sources', text: deb822('sid', mirror) }];
}

/** The machine's own sources when it runs the wanted suite (a company mirror is then used), else Debian's. */
async function machineSources(suite: string): Promise<SourceFile[]> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (release.includes(`VERSION_CODENAME=${suite}\n`) && /^ID=debian$/m.test(release)) {
    const own = await sourceFiles();
    if (own.length > 0) return own;
  }
  return [
    {
      name: 'debian.sources',
      text: `${deb822(`${suite} ${suite}-updates`, mirror)}\n${deb822(`${suite}-security`, `${mirror}-security`)}`,
    },
  ];
}

/** Only sources signed by Debian: a build must not depend on what else the machine has installed from. */
async function sourceFiles(): Promise<SourceFile[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.endsWith('.sources'));
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  return files.filter((file) => file.text.includes(keyring));
}

const deb822 = (suites: string, uri: string): string =>
  `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: ${keyring}\n`;

/** Preferences under which sid gives the named packages and nothing else. */
export const sidPreferences = (sid: readonly string[]): string =>
  [
    'Package: *\nPin: release n=sid\nPin-Priority: -1\n',
    ...(sid.length > 0 ? [`Package: ${sid.join(' ')}\nPin: release n=sid\nPin-Priority: 990\n`] : []),
  ].join('\n');

/** A machine behind a frozen or private mirror says so in these two settings; its builds need them too. */
export async function machineAptSettings(): Promise<string> {
  const dump = await execa('apt-config', ['dump', 'Acquire::Check-Valid-Until', 'Acquire::Check-Date'], {
    reject: false,
  });
  return dump.failed ? '' : `${dump.stdout}\n`;
}
