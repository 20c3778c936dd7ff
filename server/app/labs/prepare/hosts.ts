import type { Action } from './action.ts';

/** One after the other: each brings up a systemd and a Docker engine, which fill a small machine. */
export const hosts: Action = async (parts, { lab, loaded, onStep, signal }) => {
  for (const host of loaded.scenario.environment.hosts) {
    const image = await parts.imageRef(host.image);
    await parts.hosts.createHost(lab.id, { name: host.name, image }, { onStep, signal });
  }
};
