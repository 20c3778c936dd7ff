import { readFile } from 'node:fs/promises';
import { machineAptSettings, packageSources, sidPreferences } from '#adapters/debian/apt-sources.ts';
import type { Entry } from './tar-pack.ts';

export interface MachineTrust {
  /** Extra certificate authorities of this machine, as one PEM file; undefined when it has none of its own. */
  readonly caBundle: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

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
  const text = (path: string, content: string, mode = 0o644): Entry => ({
    kind: 'text',
    path,
    mode,
    text: content,
  });
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

function shellEnv(trust: MachineTrust): string {
  const proxies = passed.flatMap((name) => {
    const value = trust.env[name];
    return value === undefined ? [] : [`export ${name}='${value.replaceAll("'", `'\\''`)}'`];
  });
  const bundle = trust.caBundle === undefined ? [] : ['export SSL_CERT_FILE=/build/ca.pem'];
  return [
    'export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 APT_CONFIG=/build/apt.conf',
    ...proxies,
    ...bundle,
    '',
  ].join('\n');
}
