import { open, stat, writeFile } from 'node:fs/promises';
import { homedir, release, type as systemName } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Command } from 'commander';
import { ustar } from '#adapters/docker/ustar.ts';
import { supportBundle } from '#app/system/support-bundle.ts';
import type { LabView } from '#contract/lab.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { allFindings } from './doctor.ts';
import { interruptSignal } from './interrupt.ts';
import { PlatformClient } from './platform-client.ts';
import { print } from './print.ts';
import { logFileIn, runningServer } from './server-record.ts';
import { readSettings } from './settings.ts';
import { version } from './version.ts';

const logBytes = 2 * 1024 ** 2;
const compress = promisify(gzip);

export function addSupportBundle(program: Command): void {
  program
    .command('support-bundle')
    .argument('[file]', 'where it goes', 'cks-lab-support.tar.gz')
    .option('--force', 'replace a file that exists')
    .description('pack versions, findings, settings, states of labs and logs, with secrets masked')
    .action(bundle);
}

async function bundle(file: string, { force = false }: { force?: boolean }): Promise<void> {
  const config = readSettings();
  const { stateDir } = config;
  const findings = await allFindings(config, interruptSignal());
  const log = logFileIn(stateDir);
  const files = supportBundle({
    versions: [
      `CKS Lab ${version}`,
      `Node ${process.versions.node}`,
      `${systemName()} ${release()} ${process.arch}`,
    ],
    findings,
    settings: { ...config },
    labs: await labs(stateDir),
    logs: {
      'server.log': await end(log),
      'server.log.1': await end(`${log}.1`),
      'dockerd.log': await end(join(stateDir, 'dockerd.log')),
    },
    home: homedir(),
  });
  const members = files.map(({ path, content }) => ({
    path: `/cks-lab-support/${path}`,
    content,
    mode: '0600',
    uid: 0,
    gid: 0,
  }));
  const packed = await compress(ustar(members));
  await write(resolve(file), packed, force);
  const size = `${Math.ceil(packed.length / 1024)} KiB`;
  print(`${resolve(file)}, ${size}: read it before you send it to anybody.`);
}

/** A server that does not answer is no reason to pack nothing: its log then says why. */
async function labs(stateDir: string): Promise<LabView[] | undefined> {
  const server = await runningServer(stateDir);
  if (server === undefined) return undefined;
  try {
    const client = await PlatformClient.enter(stateDir, server);
    const seen = await client.call('labs');
    await client.leave();
    return seen;
  } catch (error) {
    print(`The server could not be asked for its labs: ${asFault(error).message}`);
    return undefined;
  }
}

/** The end of a log; nothing where there is none. */
async function end(path: string): Promise<string> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size === 0) return '';
  const file = await open(path);
  try {
    const from = Math.max(0, size - logBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

async function write(path: string, content: Buffer, force: boolean): Promise<void> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: force ? 'w' : 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
    throw new Fault('config.invalid', `${path} exists already and was not touched.`, {
      remedy: 'Name another file, or replace it with --force.',
      cause: error,
    });
  }
}
