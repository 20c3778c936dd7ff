import { z } from 'zod';
import type { EngineFacts } from '#domain/machine/findings.ts';
import type { Engine as EnginePort } from '#ports/engine.ts';
import { type Engine, quickMs } from './engine.ts';

/** What is not there is not told, whatever engine answers. */
const Info = z.object({
  SystemTime: z.iso.datetime({ offset: true }).optional().catch(undefined),
  CgroupVersion: z.enum(['1', '2']).optional().catch(undefined),
  Driver: z.string().optional(),
  DockerRootDir: z.string().optional(),
});

/** The engine as it describes itself. */
export class DockerEngineFacts implements EnginePort {
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async version(signal: AbortSignal): Promise<string> {
    const limits = { signal, withinMs: quickMs };
    return (await this.engine.call('say its version', limits, (docker) => docker.version())).Version;
  }

  async describe(signal: AbortSignal): Promise<EngineFacts> {
    const [version, info] = await Promise.all([this.version(signal), this.info(signal)]);
    return {
      version,
      now: info.SystemTime === undefined ? undefined : Date.parse(info.SystemTime),
      cgroups: info.CgroupVersion,
      storageDriver: info.Driver,
    };
  }

  /** Where the engine keeps labs; undefined when it does not say. */
  async folder(signal: AbortSignal): Promise<string | undefined> {
    return (await this.info(signal)).DockerRootDir;
  }

  private async info(signal: AbortSignal): Promise<z.infer<typeof Info>> {
    const limits = { signal, withinMs: quickMs };
    return Info.parse(await this.engine.call('describe itself', limits, (docker) => docker.info()));
  }
}
