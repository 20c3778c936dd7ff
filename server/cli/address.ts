import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import pc from 'picocolors';
import { issueToken } from '#adapters/node/enter-token.ts';
import { print } from './print.ts';
import { originOf, type ServerRecord } from './server-record.ts';

/** An address that opens the page once, within the next minutes. */
export async function freshAddress(stateDir: string, server: ServerRecord): Promise<string> {
  const { token } = await issueToken(stateDir);
  return `${originOf(server)}/enter?token=${token}`;
}

export async function printAddress(stateDir: string, server: ServerRecord): Promise<string> {
  const address = await freshAddress(stateDir, server);
  print();
  print(`  Open ${pc.bold(pc.cyan(address))}`);
  print(pc.dim('  The address works once, for ten minutes. ./ckslab status prints a new one.'));
  print();
  return address;
}

/** Opens the address where there is a desktop; anywhere else the printed line has to do. */
export function openInBrowser(address: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const { DISPLAY, WAYLAND_DISPLAY, PATH = '' } = process.env;
  const hasDesktop = process.platform === 'darwin' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  const isThere = PATH.split(delimiter).some((folder) => existsSync(join(folder, opener)));
  if (!hasDesktop || !isThere) return;
  const browser = spawn(opener, [address], { detached: true, stdio: 'ignore' });
  browser.once('error', () => print(`  ${opener} could not be run; open the address by hand.`));
  browser.unref();
}
