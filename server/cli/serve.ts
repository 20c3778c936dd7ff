import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { buildWorld } from '../main.ts';
import { printAddress } from './address.ts';
import { printFault } from './print.ts';
import { removeRecord, writeRecord } from './server-record.ts';
import { parsePort, readSettings } from './settings.ts';

const closeWithinMs = 25_000;

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('the server alone, in the foreground; `up` is what you usually want')
    .option('--port <number>', 'port of the page', parsePort)
    .option('--host <address>', 'address of the page; only this machine itself may reach it')
    .action((options: { port?: number; host?: string }) => serve(readSettings(options)));
}

/** Runs the server until SIGINT or SIGTERM. Labs outlive it. */
export async function serve(config: Config): Promise<void> {
  // Database, token and logs are for this user alone.
  process.umask(0o077);
  const server = await buildWorld(config);
  const { port } = new URL(server.origin);
  const record = { pid: process.pid, host: config.host, port: Number(port), startedAt: Date.now() };
  await writeRecord(config.stateDir, record);
  if (process.stdout.isTTY) await printAddress(config.stateDir, record);
  await stopAsked();
  // A lab action that does not listen to its signal must not keep the process for ever.
  setTimeout(() => process.exit(1), closeWithinMs).unref();
  try {
    await server.close();
  } catch (error) {
    printFault(error);
    process.exitCode = 1;
  }
  await removeRecord(config.stateDir);
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(signal);
      process.once(signal, () => resolve());
    }
  });
}
