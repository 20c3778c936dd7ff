import Docker from 'dockerode';
import { Fault } from '#domain/fault.ts';

export interface CallLimits {
  readonly signal: AbortSignal;
  /** Milliseconds; a call that takes longer fails with `deadline.passed`. */
  readonly withinMs: number;
}

/** The usual time for a call that only reads or changes a record of the engine. */
export const quickMs = 15_000;
/** Creating a container may copy an image's volume; removing one may have to unmount it. */
export const slowMs = 120_000;

/** For what must be finished even though its caller has given up: then the deadline alone ends it. */
export const noSignal: AbortSignal = new AbortController().signal;

/** The Docker engine. Every call has a deadline, listens to a signal and fails with a Fault. */
export class Engine {
  readonly docker: Docker;

  constructor(docker: Docker = new Docker()) {
    this.docker = docker;
  }

  /** `what` completes the sentence "The Docker engine could not …". */
  async call<T>(
    what: string,
    limits: CallLimits,
    run: (docker: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(limits.withinMs);
    const stop = AbortSignal.any([limits.signal, deadline]);
    try {
      return await Promise.race([aborted(stop), run(this.docker, stop)]);
    } catch (error) {
      if (limits.signal.aborted) throw cancelled(what, limits.signal.reason);
      if (deadline.aborted) throw tooSlow(what, limits.withinMs, error);
      throw engineFault(what, error);
    }
  }
}

/** Some calls of the client take no signal: they then go on unheard. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export function cancelled(what: string, cause: unknown): Fault {
  return new Fault('cancelled', `Stopped on request before the Docker engine could ${what}.`, {
    remedy: 'Nothing is wrong. Start again if you still want it.',
    cause,
  });
}

export function tooSlow(what: string, withinMs: number, cause: unknown): Fault {
  return new Fault('deadline.passed', `${Math.round(withinMs / 1000)} s were not enough to ${what}.`, {
    remedy: 'The machine may be overloaded: end a lab that you no longer need, then try again.',
    cause,
  });
}

/** What the engine answered when it refused, or undefined when the fault is another. */
export function refusalStatus(error: unknown): number | undefined {
  return error instanceof Fault && error.code === 'engine.refused' ? statusOf(error.cause) : undefined;
}

function engineFault(what: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const status = statusOf(error);
  if (isDiskFull(text(error))) return diskFull(`The Docker engine could not ${what}`, error);
  if (status === undefined) {
    return new Fault(
      'engine.unreachable',
      `The Docker engine could not be asked to ${what}: ${text(error)}.`,
      {
        remedy:
          'Check that Docker runs and that this user may use it: "docker version" must answer. Set DOCKER_HOST when it listens elsewhere.',
        cause: error,
      },
    );
  }
  return new Fault('engine.refused', `The Docker engine could not ${what}: ${text(error)}.`, {
    remedy: remedies[status] ?? 'The log of the Docker engine has the details; then try again.',
    cause: error,
  });
}

/** The engine has no code of its own for it. */
export const isDiskFull = (said: string): boolean =>
  /no space left on device|disk quota exceeded/i.test(said);

export const diskFull = (what: string, cause: unknown, tail?: string): Fault =>
  new Fault('disk.full', `${what}: its disk is full.`, {
    remedy:
      'Stop a lab that you no longer need, run "./ckslab images prune", or free space on the disk of the Docker engine. Then reset this lab.',
    cause,
    ...(tail === undefined ? {} : { tail }),
  });

const remedies: Readonly<Record<number, string>> = {
  404: 'What the lab is made of is missing. Build the images, or reset the lab.',
  409: 'Something else is at work on the same thing. Reset the lab.',
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

function text(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const answer = error.json;
    if (typeof answer === 'object' && answer !== null && 'message' in answer) return String(answer.message);
  }
  return error instanceof Error ? error.message.trim() : String(error);
}
