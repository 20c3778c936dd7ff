import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { clustersIn } from '#adapters/kind/admin-confs.ts';
import { stepOf } from '#adapters/engine/step-of.ts';
import { installation } from '#adapters/node/installation.ts';
import type { Run } from '#ports/run.ts';

/** Removes every container, volume and network that carries the label of this installation, and says how many labs that were. */
export async function removeLabs(stateDir: string, run: Run): Promise<number> {
  // Without a name nothing was ever made under it.
  if (!existsSync(join(stateDir, 'installation'))) return 0;
  const machines = new DockerMachines(new Engine(), await installation(stateDir));
  const labs = await machines.seen(run.signal);
  if (labs.length === 0) return 0;
  await stepOf(run, { id: 'remove', title: `Remove what ${labs.length} labs left behind` }, async () => {
    await Promise.all(labs.map(({ lab }) => machines.destroy(lab, run.signal)));
  });
  await rm(clustersIn(stateDir), { recursive: true, force: true });
  return labs.length;
}
