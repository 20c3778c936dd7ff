import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Machines } from '#ports/machines.ts';

export const controlPlane = 'cp';
export const adminConfig = '/etc/kubernetes/admin.conf';

export interface Kubectl {
  readonly machines: Machines;
  readonly lab: LabId;
  readonly signal: AbortSignal;
}

/** Runs kubectl on the control plane, as the cluster's administrator. Anything but success is a Fault. */
export async function kubectl(
  on: Kubectl,
  args: readonly string[],
  call: { readonly timeoutMs: number; readonly stdin?: string },
): Promise<string> {
  const argv = ['/usr/bin/kubectl', '--kubeconfig', adminConfig, ...args];
  const result = await on.machines.exec(on.lab, controlPlane, argv, { signal: on.signal, ...call });
  if (result.exit === 0) return result.stdout;
  throw new Fault('runtime.failed', `"kubectl ${args.slice(0, 3).join(' ')}" ended with ${result.exit}.`, {
    remedy: 'Reset the lab. If it fails again, the last lines below say where.',
    tail: `${result.stdout}${result.stderr}`.trim(),
  });
}
