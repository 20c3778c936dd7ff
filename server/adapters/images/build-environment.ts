import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Entry } from './tar-pack.ts';

export interface MachineTrust {
  /** Extra certificate authorities of this machine, as one PEM file; undefined when it has none of its own. */
  readonly caBundle: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const mirror = 'http://deb.debian.org/debian';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const passed = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * What a build container gets below /build to install packages as this machine would: its package sources, its proxies,
 * its certificate authorities. Nothing of it enters an image. Without a suite the image's own package sources are used.
 */
export async function buildEnvironment(
  suite: string | undefined,
  sid: readonly string[],
  trust: MachineTrust,
): Promise<Entry[]> {
  const text = (path: string, content: string, mode = 0o644): Entry => ({ kind: 'text', path, mode, text: content });
  return [
    { kind: 'folder', path: 'sources', mode: 0o755 },
    ...(suite === undefined ? [] : await packageSources(suite)).map((source) =>
      text(`sources/${source.name}`, source.text),
    ),
    text('preferences', sidPreferences(sid)),
    text('apt.conf', [...aptConf(suite, trust), await machineAptSettings()].join('\n')),
    text('env', shellEnv(trust)),
    ...(trust.caBundle === undefined ? [] : [text('ca.pem', await readFile(trust.caBundle, 'utf8'))]),
  ];
}

async function packageSources(suite: string): Promise<{ name: string; text: string }[]> {
  return [...(await machineSources(suite)), { name: 'cks-lab-sid.sources', text: deb822('sid', mirror) }];
}

/** The machine's own sources when it runs the wanted suite (a company mirror is then used), else Debian's. */
async function machineSources(suite: string): Promise<{ name: string; text: string }[]> {
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
async function sourceFiles(): Promise<{ name: string; text: string }[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name.endsWith('.sources'));
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  return files.filter((file) => file.text.includes(keyring));
}

const deb822 = (suites: string, uri: string): string =>
  `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: ${keyring}\n`;

const sidPreferences = (sid: readonly string[]): string =>
  [
    'Package: *\nPin: release n=sid\nPin-Priority: -1\n',
    ...(sid.length > 0 ? [`Package: ${sid.join(' ')}\nPin: release n=sid\nPin-Priority: 990\n`] : []),
  ].join('\n');

const aptConf = (suite: string | undefined, trust: MachineTrust): string[] => [
  ...(suite === undefined
    ? []
    : ['Dir::Etc::sourcelist "/dev/null";', 'Dir::Etc::sourceparts "/build/sources";']),
  'Dir::Etc::preferences "/build/preferences";',
  'Dir::Cache::pkgcache "";',
  'Dir::Cache::srcpkgcache "";',
  'Acquire::Languages "none";',
  'Acquire::Retries "3";',
  'Binary::apt-get::APT::Keep-Downloaded-Packages "true";',
  'Dpkg::Options { "--force-confold"; };',
  ...(trust.caBundle === undefined ? [] : ['Acquire::https::CAInfo "/build/ca.pem";']),
];

/** A machine behind a frozen or private mirror says so in these two settings; its builds need them too. */
async function machineAptSettings(): Promise<string> {
  const dump = await execa('apt-config', ['dump', 'Acquire::Check-Valid-Until', 'Acquire::Check-Date'], { reject: false });
  return dump.failed ? '' : `${dump.stdout}\n`;
}

function shellEnv(trust: MachineTrust): string {
  const proxies = passed.flatMap((name) => {
    const value = trust.env[name];
    return value === undefined ? [] : [`export ${name}='${value.replaceAll("'", `'\\''`)}'`];
  });
  const bundle = trust.caBundle === undefined ? [] : ['export SSL_CERT_FILE=/build/ca.pem'];
  return ['export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 APT_CONFIG=/build/apt.conf', ...proxies, ...bundle, ''].join('\n');
}
