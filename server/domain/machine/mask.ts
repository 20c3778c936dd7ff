const hidden = '***';

/** What must not leave the machine in text that somebody sends to a stranger. The order matters: whole blocks come first. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // Keys and certificates, as they stand in files and as JSON writes their line ends.
  [/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g, hidden],
  // The fields of a kubeconfig that hold keys, certificates and tokens.
  [
    /\b((?:client-key|client-certificate|certificate-authority)-data["']?\s*:\s*["']?)[^\s"',}]+/gi,
    `$1${hidden}`,
  ],
  // A JSON Web Token, for example of a service account.
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?/g, hidden],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`],
  // The session of a browser, and the address that works once.
  [/\b(cks-lab-\d+=)[^\s;"'\\]+/g, `$1${hidden}`],
  [/([?&]token=)[^\s&"'\\]+/g, `$1${hidden}`],
  [/\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\n"'\\]+/gi, `$1${hidden}`],
  // Credentials inside an address, for example of a pack from git.
  [/\b([a-z][a-z+.-]*:\/\/)[^\s/@"']+@/gi, `$1${hidden}@`],
  // Anything that is called by a telling name.
  [
    /(["']?\b[\w.-]*(?:token|secret|passw(?:or)?d|passphrase|api[-_]?key|private[-_]?key|credential)s?["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}"']+)/gi,
    `$1"${hidden}"`,
  ],
  // Long strings that only a machine writes: keys without a name. A hash of an image names nothing secret, and is kept.
  [
    /(?<![\w/+:@.-])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{40,}={0,2}/g,
    hidden,
  ],
];

/** The text without tokens, cookies, keys, passwords and kubeconfigs. `home` is written as `~`: it often is somebody's name. */
export function masked(text: string, home?: string): string {
  const without = secrets.reduce((known, [pattern, by]) => known.replaceAll(pattern, by), text);
  return home === undefined || home === '/' ? without : without.replaceAll(home, '~');
}
