import type { ImageStatus, SystemView } from '#contract/api.ts';
import type { SpareView } from '#contract/lab.ts';
import { asFault } from '#domain/fault.ts';
import { diskShort } from '#domain/lab/room.ts';
import type { Engine } from '#ports/engine.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import { problemOf } from '../labs/lab-view.ts';

export interface SystemParts {
  readonly version: string;
  readonly engine: Engine;
  readonly facts: MachineFacts;
  images(): ImageStatus[];
  spares(): SpareView[];
}

const engineWithinMs = 3000;

export async function systemView(parts: SystemParts): Promise<SystemView> {
  const { facts } = parts;
  const [engine, machine] = await Promise.all([engineView(parts.engine), facts.size()]);
  const disk = diskShort(machine.freeDiskBytes);
  return {
    version: parts.version,
    engine,
    images: parts.images(),
    spares: parts.spares(),
    machine,
    ...(disk && { disk: problemOf(disk) }),
  };
}

async function engineView(engine: Engine): Promise<SystemView['engine']> {
  try {
    return { reachable: true, version: await engine.version(AbortSignal.timeout(engineWithinMs)) };
  } catch (error) {
    return { reachable: false, problem: problemOf(asFault(error)) };
  }
}
