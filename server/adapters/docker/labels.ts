import { LabId } from '#contract/ids.ts';
import type { MachineName, SeenMachine } from '#ports/machines.ts';

export const ownerLabel = 'cks-lab/owner';
export const labLabel = 'cks-lab/lab';
export const machineLabel = 'cks-lab/machine';
export const roleLabel = 'cks-lab/role';

export type Role = SeenMachine['role'];
type Labels = Readonly<Record<string, string>>;

const roles: readonly Role[] = ['node', 'host', 'workstation', 'observer'];

/** Networks and volumes carry these two; machines also their name and role. */
export function labLabels(owner: string, lab: LabId): Record<string, string> {
  return { [ownerLabel]: owner, [labLabel]: lab };
}

export function machineLabels(
  owner: string,
  lab: LabId,
  name: MachineName,
  role: Role,
): Record<string, string> {
  return { ...labLabels(owner, lab), [machineLabel]: name, [roleLabel]: role };
}

/** The engine's filter for all of these labels at once. */
export function having(labels: Labels): { label: string[] } {
  return { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
}

/** The lab that the labels name, or undefined when they name none of ours. */
export function labOf(labels: Labels | null | undefined): LabId | undefined {
  return LabId.safeParse(labels?.[labLabel]).data;
}

/** A container without a name or role of ours is still something to remove: it then shows under its own name. */
export function seenMachine(container: {
  Labels: Labels;
  Names: readonly string[];
  State: string;
}): SeenMachine {
  const role = roles.find((known) => known === container.Labels[roleLabel]) ?? 'node';
  const name = container.Labels[machineLabel] ?? container.Names[0]?.slice(1) ?? 'unnamed';
  return { name, role, running: container.State === 'running' };
}
