import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Fault } from '#domain/fault.ts';
import { machineAptSettings, packageSources, sidPreferences } from '#adapters/images/apt-sources.ts';
import type { Run } from '#ports/run.ts';
import { stepOf } from './step-of.ts';

/** Debian's own stable engine cannot start privileged containers where root lacks a capability; sid's can. */
const fromSid = ['containerd', 'docker.io', 'tini-static'];
const packages = [...fromSid, 'debootstrap', 'iptables', 'runc'];
const suite = 'bookworm';

const updateWithinMs = 120_000;
const installWithinMs = 600_000;

/**
 * Installs the Docker engine from Debian packages, if this machine is a Debian 12 where we are root and no service manager
 * is in charge; otherwise a fault says what to install. The machine's own package lists stay as they are, and nothing that
 * is installed is upgraded or removed. Doing it again, also after an interruption, ends in the same state.
 */
export async function installEngine(stateDir: string, run: Run): Promise<void> {
  if (existsSync('/usr/sbin/dockerd')) return;
  await requireOurKindOfMachine();
  const apt = await prepareApt(join(stateDir, 'engine-packages'));
  await stepOf(run, { id: 'engine:lists', title: 'Read the package lists' }, async () => {
    await aptGet(apt, ['update'], updateWithinMs, run.signal);
  });
  await stepOf(run, { id: 'engine:packages', title: 'Install the Docker engine' }, async (note) => {
    // An earlier run may have been killed between unpacking and configuring.
    await command('dpkg', ['--configure', '--pending'], installWithinMs, run.signal);
    const wanted = ['install', '--yes', '--no-install-recommends', '--no-remove', ...packages];
    refuseChanges(await aptGet(apt, ['--simulate', ...wanted], updateWithinMs, run.signal));
    note(packages.join(', '));
    await aptGet(apt, wanted, installWithinMs, run.signal);
  });
}

async function requireOurKindOfMachine(): Promise<void> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const isDebian = /^ID=debian$/m.test(release) && release.includes(`VERSION_CODENAME=${suite}\n`);
  if (isDebian && process.getuid?.() === 0 && !existsSync('/run/systemd/system')) return;
  throw new Fault('engine.unreachable', 'No Docker engine answers on this machine.', {
    remedy: howToInstall(release),
  });
}

function howToInstall(release: string): string {
  if (process.platform === 'darwin') return 'Install and start Docker Desktop, then run this again.';
  const debianLike = /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
  const first = debianLike
    ? 'sudo apt-get install docker.io'
    : 'install Docker Engine 24 or newer as your distribution describes it';
  return `If Docker is installed: sudo systemctl start docker. If not: ${first}. Then let yourself use it: sudo usermod -aG docker "$USER", and log in again.`;
}

/** Lists and settings of our own, so that the machine's are neither used nor changed. */
async function prepareApt(folder: string): Promise<string[]> {
  const sources = join(folder, 'sources');
  await rm(sources, { recursive: true, force: true });
  await Promise.all(
    ['lists/partial', 'archives/partial', 'sources'].map((name) =>
      mkdir(join(folder, name), { recursive: true }),
    ),
  );
  for (const file of await packageSources(suite)) await writeFile(join(sources, file.name), file.text);
  await writeFile(join(folder, 'preferences'), sidPreferences(fromSid));
  await writeFile(join(folder, 'apt.conf'), await machineAptSettings());
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': sources,
    'Dir::Etc::preferences': join(folder, 'preferences'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache::archives': join(folder, 'archives'),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'DPkg::Lock::Timeout': '60',
  };
  return [
    `--config-file=${join(folder, 'apt.conf')}`,
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ];
}

const aptGet = (
  apt: readonly string[],
  args: readonly string[],
  withinMs: number,
  signal: AbortSignal,
): Promise<string> => command('apt-get', [...apt, ...args], withinMs, signal);

async function command(
  file: string,
  args: readonly string[],
  withinMs: number,
  signal: AbortSignal,
): Promise<string> {
  const result = await execa(file, args, {
    all: true,
    reject: false,
    timeout: withinMs,
    cancelSignal: signal,
    // No service of a package may start by itself: the engine is started with our own settings.
    env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C.UTF-8' },
  });
  signal.throwIfAborted();
  if (!result.failed) return result.all;
  throw new Fault(
    'tool.missing',
    `Installing the Docker engine failed: ${file} ${args.at(-1) ?? ''} did not succeed.`,
    {
      remedy: `Correct what it says (is the package mirror reachable?), then run this again. To repeat it by hand: ${result.escapedCommand}`,
      tail: result.all.split('\n').slice(-30).join('\n'),
      cause: result,
    },
  );
}

/** `Inst name [old] (new …)` is an upgrade, `Remv` a removal. */
function refuseChanges(simulation: string): void {
  const changes = simulation.split('\n').filter((line) => /^Inst \S+ \[|^Remv /.test(line));
  if (changes.length === 0) return;
  throw new Fault(
    'tool.missing',
    'The Docker engine cannot be installed without changing packages of this machine.',
    {
      remedy:
        'Bring these packages up to date yourself (apt-get update, apt-get upgrade), then run this again.',
      tail: changes.join('\n'),
    },
  );
}
