import { createServer } from 'node:net';
import type { Command } from 'commander';
import pc from 'picocolors';
import { DockerEngineFacts } from '#adapters/docker/docker-engine-facts.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { LocalMachine } from '#adapters/node/preflight.ts';
import { examine } from '#app/system/doctor.ts';
import type { Finding } from '#contract/doctor.ts';
import type { Config } from '../config.ts';
import { openImages } from '../lab-side.ts';
import { openLibrary } from '../scenario-side.ts';
import { interruptSignal } from './interrupt.ts';
import { isLabImage } from './lab-images.ts';
import { existing } from './machine-findings.ts';
import { print } from './print.ts';
import { runningServer } from './server-record.ts';
import { readSettings } from './settings.ts';
import { toolFindings } from './tool-findings.ts';
import { version } from './version.ts';

const marks = { ok: pc.green('✓'), warn: pc.yellow('!'), bad: pc.red('✗') };

export function printFinding({ mark, fact, remedy }: Finding): void {
  print(`${marks[mark]} ${fact}`);
  if (remedy !== undefined && mark !== 'ok') print(`  → ${remedy}`);
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine has and lacks for labs, and what to do about it')
    .action(async () => {
      const findings = await allFindings(readSettings(), interruptSignal());
      for (const finding of findings) printFinding(finding);
      if (findings.some((finding) => finding.mark === 'bad')) process.exitCode = 1;
    });
}

/** What the page shows as well, and what only matters where commands are run. */
export async function allFindings(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const engine = new DockerEngineFacts(new Engine());
  const root = await engine.folder(signal).catch(() => undefined);
  const dirs = [existing(config.stateDir), existing(config.cacheDir), ...(root === undefined ? [] : [root])];
  const { findings } = await examine({
    engine,
    facts: new LocalMachine(...dirs),
    library: await openLibrary(config),
    clock: systemClock,
    versions: [`CKS Lab ${version}`, `Node ${process.versions.node}`],
    images: async () => (await (await openImages(config)).list(signal)).filter(isLabImage),
  });
  const needsImages = !findings.some(({ group, mark }) => group === 'images' && mark === 'ok');
  return [...findings, ...(await toolFindings(config, needsImages, signal)), await portFinding(config)];
}

async function portFinding({ host, port, stateDir }: Config): Promise<Finding> {
  const group = 'platform';
  if ((await runningServer(stateDir)) !== undefined)
    return { group, mark: 'ok', fact: 'the server is running' };
  if (await isFree(host, port)) return { group, mark: 'ok', fact: `port ${port} is free for the page` };
  return {
    group,
    mark: 'bad',
    fact: `port ${port} is taken by another program`,
    remedy: `Choose another one, for example: ./ckslab up --port ${port + 1}`,
  };
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
