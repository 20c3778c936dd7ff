import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Machines } from '#ports/machines.ts';

interface Place {
  readonly lab: LabId;
  readonly on: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

/** The numbers of a user and of its first group, by name or number, as the machine knows them. */
export async function userOf(
  machines: Machines,
  { user, ...place }: Place & { readonly user: string },
): Promise<{ uid: number; gid: number }> {
  const [, , uid, gid] = await entry(machines, place, 'passwd', user);
  return { uid: Number(uid), gid: Number(gid) };
}

/** The numbers of `owner:group`, by name or number. */
export async function ownerOf(
  machines: Machines,
  { owner, ...place }: Place & { readonly owner: string },
): Promise<{ uid: number; gid: number }> {
  const [user = '', group] = owner.split(':');
  const { uid, gid } = await userOf(machines, { ...place, user });
  if (group === undefined || group === '') return { uid, gid };
  const [, , number] = await entry(machines, place, 'group', group);
  return { uid, gid: Number(number) };
}

async function entry(
  machines: Machines,
  { lab, on, signal }: Place,
  database: 'passwd' | 'group',
  name: string,
): Promise<string[]> {
  // Every system has root, also one that has no such data base.
  if (name === 'root' || name === '0') return ['root', 'x', '0', '0'];
  const argv = ['/usr/bin/getent', database, name];
  const { exit, stdout } = await machines.exec(lab, on, argv, { signal, timeoutMs });
  if (exit === 0) return stdout.trim().split(':');
  const what = database === 'passwd' ? 'user' : 'group';
  throw new Fault('scenario.invalid', `The machine ${on} has no ${what} ${name}.`, {
    remedy: `Correct the name of the ${what} in scenario.yaml, or create it in an earlier step.`,
  });
}
