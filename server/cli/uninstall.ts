import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import Docker from 'dockerode';
import { findEngine } from '#adapters/engine/find-engine.ts';
import { stepOf } from '#adapters/engine/step-of.ts';
import { aptVolumes } from '#adapters/images/build-container.ts';
import type { Run } from '#ports/run.ts';
import type { Config } from '../config.ts';
import { interruptSignal } from './interrupt.ts';
import { fromRoot } from './places.ts';
import { print } from './print.ts';
import { removeLabs } from './remove-labs.ts';
import { runningServer } from './server-record.ts';
import { readSettings } from './settings.ts';
import { StepPrinter } from './step-printer.ts';
import { stopServer } from './stop-server.ts';

const repository = 'cks-lab/';

export function addUninstall(program: Command): void {
  program
    .command('uninstall')
    .description('remove labs, images, history and caches from this machine')
    .option('--yes', 'do not ask')
    .action(uninstall);
}

async function uninstall(options: { yes?: true }): Promise<void> {
  const config = readSettings();
  print('This removes, without a way back:');
  print('  every lab of this installation, with its networks and volumes');
  print(`  every image called ${repository}…`);
  print(`  your history, settings and logs in ${config.stateDir}`);
  print(`  what was built and downloaded in ${config.cacheDir}`);
  if (!options.yes && !(await confirmed())) return print('Nothing was removed.');
  const printer = new StepPrinter();
  const run = { signal: interruptSignal(), onStep: printer.onStep };
  try {
    await removeAll(config, run);
  } finally {
    printer.close();
  }
  sayWhatRemains();
}

/** Without a terminal nobody can answer, and that is a no. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question('Remove all of it? Type yes: ');
  asked.close();
  return answer.trim() === 'yes';
}

async function removeAll(config: Config, run: Run): Promise<void> {
  const { stateDir, cacheDir } = config;
  const server = await runningServer(stateDir);
  if (server !== undefined) {
    await stepOf(run, { id: 'stop', title: 'Stop the server' }, () =>
      stopServer(stateDir, server, run.signal),
    );
  }
  if ((await findEngine(process.env, run.signal)) !== undefined) {
    await removeLabs(stateDir, run);
    await stepOf(run, { id: 'images', title: 'Remove the images' }, removeImages);
    await stepOf(run, { id: 'volumes', title: 'Remove the package caches' }, removeVolumes);
  }
  await stepOf(run, { id: 'files', title: 'Remove history and caches' }, async () => {
    await rm(stateDir, { recursive: true, force: true });
    await rm(cacheDir, { recursive: true, force: true });
    await rm(fromRoot('dist'), { recursive: true, force: true });
  });
}

/** An image that somebody's container still uses stays; it is named at the end of the step. */
async function removeImages(note: (text: string) => void): Promise<void> {
  const docker = new Docker();
  const images = await docker.listImages();
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(repository));
  for (const tag of tags) {
    try {
      await docker.getImage(tag).remove();
    } catch (error) {
      if (!isInUse(error)) throw error;
      note(`${tag} is still used by a container and stays`);
    }
  }
}

/** What apt downloaded while images were built. */
async function removeVolumes(): Promise<void> {
  const docker = new Docker();
  const { Volumes } = await docker.listVolumes();
  const ours = (Volumes ?? []).filter(({ Name }) => Object.hasOwn(aptVolumes, Name));
  for (const { Name } of ours) await docker.getVolume(Name).remove();
}

const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 409;

function sayWhatRemains(): void {
  print();
  print('What remains:');
  print(`  this folder, with the npm packages in node_modules: rm -rf ${fromRoot()}`);
  print("  Go's own caches, if Go built anything: go clean -cache -modcache");
  if (existsSync('/etc/debian_version') && existsSync('/usr/sbin/dockerd')) {
    print('  the Docker engine. If you do not need it: apt-get purge docker.io containerd runc tini-static,');
    print('  then rm -rf /var/lib/docker /var/lib/containerd');
  }
}
