import type { EngineFacts } from '#domain/machine/findings.ts';

/** The container engine that labs run on. */
export interface Engine {
  /** @throws Fault `engine.unreachable` when it does not answer. */
  version(signal: AbortSignal): Promise<string>;
  /** @throws Fault `engine.unreachable` when it does not answer. */
  describe(signal: AbortSignal): Promise<EngineFacts>;
}
