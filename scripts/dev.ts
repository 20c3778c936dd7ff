import { execa } from 'execa';
import { fromRoot } from '../server/cli/places.ts';

// Page and server for work on CKS Lab itself: the page reloads by itself, the server restarts when one of its files changes, and a
// saved scenario shows in the page.

const pagePort = '5173';
const serverPort = process.env['CKSLAB_PORT'] ?? '3939';
const common = { cwd: fromRoot(), stdio: 'inherit', reject: false, forceKillAfterDelay: 30_000 } as const;

const server = execa(
  process.execPath,
  ['--watch-path=server', '--watch-preserve-output', 'server/cli/main.ts', 'serve', '--port', serverPort],
  { ...common, env: { CKSLAB_DEV_ORIGIN: `http://127.0.0.1:${pagePort}`, CKSLAB_WATCH: '1' } },
);
const page = execa(
  process.execPath,
  ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', pagePort, '--strictPort'],
  { ...common, env: { CKSLAB_DEV_SERVER: `http://127.0.0.1:${serverPort}` } },
);

process.stdout.write(
  `The page is at http://127.0.0.1:${pagePort}. To sign in, take the path of the address that ./ckslab status prints.\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill(signal);
    page.kill(signal);
  });
}
// When one of the two ends, the other is of no use.
await Promise.race([server, page]);
server.kill();
page.kill();
await Promise.all([server, page]);
