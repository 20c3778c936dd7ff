import type { HostFile } from '#contract/scenario/scenario.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { fill, fillAll } from '#domain/scenario/template.ts';
import type { FileToPut } from '#ports/machines.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { Action } from './action.ts';

/** The accounts of the image: nobody can be asked for numbers before the machine runs. */
const owners: Readonly<Record<HostFile['owner'], { readonly uid: number; readonly gid: number }>> = {
  'root:root': { uid: 0, gid: 0 },
  'learner:learner': { uid: 1000, gid: 1000 },
};

/** One after the other: each brings up a systemd and a Docker engine, which fill a small machine. */
export const hosts: Action = async (parts, { lab, loaded, onHostsEntered, ...run }) => {
  const all = loaded.scenario.environment.hosts;
  for (const host of all) {
    const spec = {
      name: host.name,
      image: await parts.imageRef(host.image),
      files: await filesOf(host.files, loaded, lab.vars),
    };
    const onEntered = host === all.at(-1) ? onHostsEntered : undefined;
    await parts.hosts.createHost(lab.id, spec, { ...run, onEntered });
  }
};

/** What stands in a host before it boots, with the values of the attempt. */
function filesOf(files: readonly HostFile[], loaded: LoadedScenario, vars: Vars): Promise<FileToPut[]> {
  return Promise.all(
    fillAll(files, vars).map(async ({ from, to, mode, owner }) => {
      return { path: to, content: fill(await loaded.file(from), vars), mode, ...owners[owner] };
    }),
  );
}
