import { createHash } from 'node:crypto';
import type { ImageName } from '#ports/image-builder.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

export interface MadeOfParts {
  readonly imageRef: (name: ImageName) => Promise<string>;
  /** What the nodes of a cluster would be made of now. */
  readonly nodeImage: () => Promise<ImageName>;
}

/**
 * Changes with everything that a lab is made of before a learner enters it: images, environment, values to draw, and the scenario's
 * setup with its files. Tasks, checks and texts are read when they are needed, and no part of it.
 */
export async function madeOf(parts: MadeOfParts, loaded: LoadedScenario): Promise<string> {
  const { environment, setup, vars } = loaded.scenario;
  const nodes = environment.kind === 'cluster' ? [await parts.nodeImage()] : [];
  const names: ImageName[] = [
    'workstation',
    'observer',
    ...nodes,
    ...environment.hosts.map(({ image }) => image),
  ];
  const images = await Promise.all(names.map((name) => parts.imageRef(name)));
  const before = environment.hosts.flatMap((host) => host.files.map(({ from }) => from));
  const later = setup.flatMap((step): string[] => {
    if ('apply' in step) return [step.apply];
    if ('file' in step) return [step.file.from];
    return 'run' in step ? [step.run.script] : [];
  });
  const files = await Promise.all([...before, ...later].map((path) => loaded.file(path)));
  return createHash('sha256')
    .update(JSON.stringify({ environment, setup, vars, images, files }))
    .digest('hex')
    .slice(0, 24);
}
