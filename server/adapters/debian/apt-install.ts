import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { Fault } from '#domain/fault.ts';
import { machineAptSettings, packageSources, sidPreferences } from './apt-sources.ts';

/** The Debian release that everything here is made for: the images' and, where we may install, the machine's. */
export const suite = 'bookworm';

const updateWithinMs = 120_000;
const installWithinMs = 600_000;

/** Whether packages can be installed here: a Debian of our suite, and we are root. */
export async function mayInstall(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const isOurs = /^ID=debian$/m.test(release) && release.includes(`VERSION_CODENAME=${suite}\n`);
  return isOurs && process.getuid?.() === 0;
}

/** apt with lists, sources and settings of its own, so that the machine's are neither used nor changed. */
export class OwnApt {
  private readonly folder: string;
  private readonly signal: AbortSignal;

  constructor(stateDir: string, signal: AbortSignal) {
    this.folder = join(stateDir, 'packages');
    this.signal = signal;
  }

  /** Reads the package lists; of sid, only the named packages will ever be taken. */
  async update(fromSid: readonly string[]): Promise<void> {
    const sources = this.path('sources');
    await rm(sources, { recursive: true, force: true });
    for (const name of ['lists/partial', 'archives/partial', 'sources']) {
      await mkdir(this.path(name), { recursive: true });
    }
    for (const file of await packageSources(suite)) await writeFile(join(sources, file.name), file.text);
    await writeFile(this.path('preferences'), sidPreferences(fromSid));
    await writeFile(this.path('apt.conf'), await machineAptSettings());
    await this.get(['update'], updateWithinMs);
  }

  /** Installs; refuses when that would upgrade or remove anything. An interrupted installation is completed first. */
  async install(packages: readonly string[]): Promise<void> {
    await command('dpkg', ['--configure', '--pending'], installWithinMs, this.signal);
    const wanted = ['install', '--yes', '--no-install-recommends', '--no-remove', ...packages];
    refuseChanges(await this.get(['--simulate', ...wanted], updateWithinMs));
    await this.get(wanted, installWithinMs);
  }

  /** Brings the files of packages into a folder, and installs nothing. */
  async download(packages: readonly string[], folder: string): Promise<void> {
    await this.get(['download', ...packages], installWithinMs, folder);
  }

  private get(args: readonly string[], withinMs: number, cwd?: string): Promise<string> {
    const settings = {
      'Dir::Etc::sourcelist': '/dev/null',
      'Dir::Etc::sourceparts': this.path('sources'),
      'Dir::Etc::preferences': this.path('preferences'),
      'Dir::State::lists': this.path('lists'),
      'Dir::Cache::archives': this.path('archives'),
      'Acquire::Languages': 'none',
      'Acquire::Retries': '3',
      'DPkg::Lock::Timeout': '60',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const argv = [`--config-file=${this.path('apt.conf')}`, ...options, ...args];
    return command('apt-get', argv, withinMs, this.signal, cwd);
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}

async function command(
  file: string,
  args: readonly string[],
  withinMs: number,
  signal: AbortSignal,
  cwd?: string,
): Promise<string> {
  const result = await execa(file, args, {
    ...(cwd !== undefined && { cwd }),
    all: true,
    reject: false,
    timeout: withinMs,
    cancelSignal: signal,
    // The second keeps a package from starting its service: what is needed is started with our own settings.
    env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C.UTF-8' },
  });
  signal.throwIfAborted();
  if (!result.failed) return result.all;
  throw new Fault(
    'tool.missing',
    `Installing packages failed: ${file} ended with ${result.exitCode ?? 'no answer'}.`,
    {
      remedy: `Correct what it says (does the package mirror answer?), then run this again. By hand: ${result.escapedCommand}`,
      tail: result.all.split('\n').slice(-30).join('\n'),
      cause: result,
    },
  );
}

/** `Inst name [old] (new …)` is an upgrade, `Remv` a removal. */
function refuseChanges(simulation: string): void {
  const changes = simulation.split('\n').filter((line) => /^Inst \S+ \[|^Remv /.test(line));
  if (changes.length === 0) return;
  throw new Fault('tool.missing', 'What is needed cannot be installed without changing other packages.', {
    remedy:
      'Bring these packages up to date yourself (apt-get update, apt-get upgrade), then run this again.',
    tail: changes.join('\n'),
  });
}
