import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { FileToPut, Machines, SeenMachine } from '#ports/machines.ts';
import { addressFile } from './what-ran.ts';
import { createLabKeys } from './openssh-key.ts';
import type { PlacedMachine } from './placed-machines.ts';
import { sshdUp } from './systemd-ready.ts';

const learnerId = 1000;
const sshHome = '/home/learner/.ssh';
const startMs = 20_000;

/**
 * Gives the workstation a fresh key that opens every node and host of the lab, and a configuration so that `ssh cp` is enough.
 * Doing it again replaces the key everywhere. Each machine gets a note of its address on the way.
 */
export async function grantSsh(
  machines: Machines,
  lab: LabId,
  all: readonly PlacedMachine[],
  signal: AbortSignal,
): Promise<void> {
  const targets = all.filter((machine) => machine.role === 'node' || machine.role === 'host');
  if (targets.length === 0) return;
  const keys = createLabKeys(lab);
  const own = all.filter(({ role }) => role === 'workstation').map(({ address }) => addressFile(address));
  await Promise.all([
    machines.put(
      lab,
      'workstation',
      [...workstationFiles(keys.privateKey, keys.publicKey, targets), ...own],
      signal,
    ),
    ...targets.map((target) => trust(machines, lab, target, keys.publicKey, signal)),
  ]);
  await ownFolder(machines, lab, 'workstation', signal);
}

function workstationFiles(
  privateKey: string,
  publicKey: string,
  targets: readonly SeenMachine[],
): FileToPut[] {
  const learner = { uid: learnerId, gid: learnerId };
  return [
    { path: `${sshHome}/id_ed25519`, content: privateKey, mode: '0600', ...learner },
    { path: `${sshHome}/id_ed25519.pub`, content: publicKey, mode: '0644', ...learner },
    { path: `${sshHome}/config`, content: targets.map(configOf).join('\n'), mode: '0600', ...learner },
  ];
}

/** A host key is accepted once; a machine that suddenly has another one is still refused. */
const configOf = (target: SeenMachine): string =>
  [
    `Host ${target.name}`,
    `  User ${target.role === 'node' ? 'root' : 'learner'}`,
    `  IdentityFile ${sshHome}/id_ed25519`,
    '  StrictHostKeyChecking accept-new',
    '',
  ].join('\n');

async function trust(
  machines: Machines,
  lab: LabId,
  target: PlacedMachine,
  publicKey: string,
  signal: AbortSignal,
): Promise<void> {
  const key = { content: publicKey, mode: '0600' };
  const files = [{ path: '/root/.ssh/authorized_keys', ...key, uid: 0, gid: 0 }, addressFile(target.address)];
  if (target.role === 'host') {
    files.push({ path: `${sshHome}/authorized_keys`, ...key, uid: learnerId, gid: learnerId });
  }
  await machines.put(lab, target.name, files, signal);
  if (target.role === 'host') await ownFolder(machines, lab, target.name, signal);
  else await startSshd(machines, lab, target.name, signal);
}

/** tar makes missing folders as root's, and sshd refuses keys below a folder that others may write. */
async function ownFolder(
  machines: Machines,
  lab: LabId,
  machine: string,
  signal: AbortSignal,
): Promise<void> {
  const id = `${learnerId}:${learnerId}`;
  await mustRun(machines, lab, machine, ['/bin/chown', id, sshHome], signal);
  await mustRun(machines, lab, machine, ['/bin/chmod', '0700', sshHome], signal);
}

async function startSshd(machines: Machines, lab: LabId, node: string, signal: AbortSignal): Promise<void> {
  await mustRun(machines, lab, node, ['/bin/systemctl', 'start', 'ssh.service'], signal);
  await sshdUp(machines, lab, node, signal);
}

async function mustRun(
  machines: Machines,
  lab: LabId,
  machine: string,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const result = await machines.exec(lab, machine, argv, { signal, timeoutMs: startMs });
  if (result.exit === 0) return;
  throw new Fault('runtime.failed', `"${argv.join(' ')}" on ${machine} ended with ${result.exit}.`, {
    remedy: 'Reset the lab. If it happens again, build the images anew.',
    tail: `${result.stdout}${result.stderr}`.trim(),
  });
}
