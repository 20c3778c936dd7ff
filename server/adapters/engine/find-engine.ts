import Docker from 'dockerode';
import { Fault } from '#domain/fault.ts';

export interface FoundEngine {
  /** As in DOCKER_HOST, or `default` for the usual socket. */
  readonly address: string;
  readonly version: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const answerWithinMs = 5_000;

/**
 * The engine that this machine already uses; undefined when there is none. An engine that this account may not use, or that
 * DOCKER_HOST names but that does not answer, is a fault: another one must not be started in its place.
 */
export async function findEngine(env: Env, signal: AbortSignal): Promise<FoundEngine | undefined> {
  const named = env['DOCKER_HOST'];
  try {
    return { address: named ?? 'default', version: await engineVersion(signal) };
  } catch (cause) {
    signal.throwIfAborted();
    const fault = whyNot(named, cause);
    if (fault === undefined) return undefined;
    throw fault;
  }
}

/** What it means that an engine did not answer; undefined when it only means that there is none. */
export function whyNot(named: string | undefined, cause: unknown): Fault | undefined {
  if (isRefused(cause)) {
    return new Fault('engine.unreachable', 'The Docker engine runs, but this account may not use it.', {
      remedy: 'Join its group (sudo usermod -aG docker "$USER"), log in again, then run this again.',
      cause,
    });
  }
  if (named === undefined) return undefined;
  return new Fault('engine.unreachable', `The Docker engine at ${named} does not answer.`, {
    remedy: 'Start it, or unset DOCKER_HOST to use the engine of this machine.',
    cause,
  });
}

const isRefused = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EPERM');

/** The client reads DOCKER_HOST and its certificates itself. */
async function engineVersion(signal: AbortSignal): Promise<string> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  const silence = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason as Error), { once: true });
  });
  const { Version } = await Promise.race([new Docker().version(), silence]);
  return Version;
}
