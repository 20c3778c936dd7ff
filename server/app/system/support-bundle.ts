import type { Finding } from '#contract/doctor.ts';
import type { LabView } from '#contract/lab.ts';
import { masked } from '#domain/machine/mask.ts';

export interface BundleParts {
  readonly versions: readonly string[];
  readonly findings: readonly Finding[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Undefined: no server was running that could be asked. */
  readonly labs: readonly LabView[] | undefined;
  /** By file name; only the end of a long one. */
  readonly logs: Readonly<Record<string, string>>;
  readonly home: string;
}

export interface BundleFile {
  readonly path: string;
  readonly content: string;
}

/** What somebody who helps needs to know, without anything that opens something. The values of an attempt stay at home, too. */
export function supportBundle(parts: BundleParts): BundleFile[] {
  const { findings, home, labs, logs, settings, versions } = parts;
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const files: BundleFile[] = [
    { path: 'README.txt', content: readme },
    { path: 'versions.txt', content: `${versions.join('\n')}\n` },
    { path: 'doctor.txt', content: findings.map(lineOf).join('') },
    { path: 'settings.json', content: json(settings) },
    { path: 'labs.json', content: labs === undefined ? 'No server was running.\n' : json(labs.map(bare)) },
    ...Object.entries(logs).map(([name, content]) => ({ path: `logs/${name}`, content })),
  ];
  return files.map(({ path, content }) => ({ path, content: masked(content, home) }));
}

const readme = `What CKS Lab knows about a fault: versions, what the doctor found, settings, the state of each lab, logs.
Tokens, cookies, keys, passwords and kubeconfigs were replaced by ***. Read it before you send it to anybody.
`;

const lineOf = ({ mark, fact, remedy }: Finding): string =>
  `${mark.padEnd(5)}${fact}\n${mark === 'ok' || remedy === undefined ? '' : `     → ${remedy}\n`}`;

/** Without the values of its attempt: some of them are answers. */
const bare = (lab: LabView): LabView => ({ ...lab, vars: {} });
