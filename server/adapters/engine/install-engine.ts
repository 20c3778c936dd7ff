import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Fault } from '#domain/fault.ts';
import { mayInstall, OwnApt } from '#adapters/debian/apt-install.ts';
import type { Run } from '#ports/run.ts';
import { stepOf } from './step-of.ts';

/** Debian's own stable engine cannot start privileged containers where root lacks a capability; sid's can. */
const fromSid = ['containerd', 'docker.io', 'tini-static'];
const packages = [...fromSid, 'debootstrap', 'iptables', 'runc'];

/**
 * Installs the Docker engine from Debian packages, if this machine is a Debian 12 where we are root and no service
 * manager is in charge; otherwise a fault says what to install. The machine's own package lists stay as they are, and
 * nothing that is installed is upgraded or removed. Doing it again, also after an interruption, ends in the same state.
 */
export async function installEngine(stateDir: string, run: Run): Promise<void> {
  // An interrupted installation may have left the program behind without its configuration: then apt completes it.
  if (existsSync('/usr/sbin/dockerd') && existsSync('/usr/bin/containerd')) return;
  if (existsSync('/run/systemd/system') || !(await mayInstall())) throw await notOurs();
  const apt = new OwnApt(stateDir, run.signal);
  await stepOf(run, { id: 'engine:lists', title: 'Read the package lists' }, () => apt.update(fromSid));
  await stepOf(run, { id: 'engine:packages', title: 'Install the Docker engine' }, async (note) => {
    note(packages.join(', '));
    await apt.install(packages);
  });
}

async function notOurs(): Promise<Fault> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return new Fault('engine.unreachable', 'No Docker engine answers on this machine.', {
    remedy: howToInstall(release),
  });
}

function howToInstall(release: string): string {
  if (process.platform === 'darwin') return 'Install and start Docker Desktop, then run this again.';
  const debianLike = /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release);
  return [
    'If Docker is installed: sudo systemctl start docker.',
    debianLike
      ? 'If not: sudo apt-get install docker.io.'
      : 'If not: install Docker Engine 24 or newer as your distribution describes it.',
    'Then let yourself use it: sudo usermod -aG docker "$USER", and log in again.',
  ].join(' ');
}
