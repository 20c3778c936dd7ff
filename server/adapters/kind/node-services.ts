import { nodeSshd } from '#adapters/docker/ssh-access.ts';
import { startWhatRan } from '#adapters/docker/what-ran.ts';
import type { LabId } from '#contract/ids.ts';
import type { MachineName, Machines } from '#ports/machines.ts';

/**
 * Starts what ran on nodes that have booted since `began`, which starts at a boot only where it is to: sshd, for example. What does not
 * come back is noted.
 */
export async function wakeServices(
  {
    machines,
    lab,
    began,
    signal,
  }: {
    readonly machines: Machines;
    readonly lab: LabId;
    readonly began: number;
    readonly signal: AbortSignal;
  },
  nodes: readonly MachineName[],
  note: (text: string) => void,
): Promise<void> {
  const ended = { at: began, units: [nodeSshd] };
  await Promise.all(
    nodes.map(async (node) => {
      const lost = await startWhatRan(machines, lab, node, ended, signal);
      for (const name of lost) note(`not back on ${node}: ${name}`);
    }),
  );
}
