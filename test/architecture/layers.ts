/** Which folder of the server may import which others. A folder may always import itself; tests may import anything. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  domain: ['contract'],
  ports: ['contract', 'domain'],
  app: ['contract', 'domain', 'ports'],
  http: ['contract', 'domain', 'ports', 'app'],
  // Sockets refuse and explain in the same way as routes do.
  realtime: ['contract', 'domain', 'ports', 'app', 'http'],
  adapters: ['contract', 'domain', 'ports'],
  // What is seen from outside: the log, metrics and traces. Everybody else logs through the port.
  observability: ['contract', 'domain', 'ports'],
  // The composition root and the command line put the world together.
  main: ['contract', 'domain', 'ports', 'app', 'http', 'realtime', 'adapters', 'observability'],
  cli: ['contract', 'domain', 'ports', 'app', 'adapters', 'main'],
  testing: ['contract', 'domain', 'ports', 'app', 'http', 'realtime', 'adapters', 'main'],
  web: ['contract'],
};

/** Packages of Node that touch the machine: the inner layers must not need them. */
export const pureLayers = new Set(['contract', 'domain', 'ports']);
/** What computes and touches nothing. */
export const pureModules = new Set(['node:crypto', 'node:util']);

/** The layer of a file, given by its path from the repository's root. */
export function layerOf(path: string): string {
  const [top, folder = ''] = path.split('/');
  if (top === 'web') return 'web';
  return folder.endsWith('.ts') ? 'main' : folder;
}

export function mayImport(from: string, to: string): boolean {
  return from === to || (layers[from] ?? []).includes(to);
}
