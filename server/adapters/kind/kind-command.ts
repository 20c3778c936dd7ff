import { fileURLToPath } from 'node:url';
import { ExecaError, execa } from 'execa';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';

export interface KindParts {
  /** Path of the kind program. */
  readonly kind: string;
  /** Names this installation in the labels of the nodes. */
  readonly owner: string;
  /** All that kind and the docker client get to know of the server's environment; PATH must lead to `docker`. */
  readonly environment: Readonly<Record<string, string>> & { readonly PATH: string };
}

export interface KindCall {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onLine?: (line: string) => void;
}

const front = fileURLToPath(new URL('./docker-front', import.meta.url));
const maxBuffer = 4 * 1024 * 1024;
const tailLines = 30;

/** Runs kind; resolves with its standard output. What it has begun goes on no longer than it does itself. */
export async function runKind(
  parts: KindParts,
  lab: LabId,
  args: readonly string[],
  call: KindCall,
): Promise<string> {
  const heard: string[] = [];
  const hear = function* (line: unknown): Generator {
    const text = String(line).trim();
    if (text !== '') heard.push(text);
    call.onLine?.(text);
    yield line;
  };
  const child = execa(parts.kind, args, {
    env: kindEnvironment(parts, lab),
    extendEnv: false,
    stdin: 'ignore',
    stderr: hear,
    cancelSignal: call.signal,
    timeout: call.timeoutMs,
    forceKillAfterDelay: 2_000,
    maxBuffer,
    // A process group of its own, so that the docker clients that kind has started end with it.
    detached: true,
  });
  try {
    return (await child).stdout;
  } catch (error) {
    throw kindFault(args, error, heard.slice(-tailLines).join('\n'));
  } finally {
    if (child.pid !== undefined) endGroup(child.pid);
  }
}

function kindEnvironment(parts: KindParts, lab: LabId): Record<string, string> {
  return {
    ...parts.environment,
    PATH: `${front}:${parts.environment.PATH}`,
    KIND_EXPERIMENTAL_PROVIDER: 'docker',
    KIND_EXPERIMENTAL_DOCKER_NETWORK: lab,
    CKS_LAB_LAB: lab,
    CKS_LAB_OWNER: parts.owner,
    CKS_LAB_SERVER_PID: String(process.pid),
  };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const empty = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!empty) throw error;
  }
}

function kindFault(args: readonly string[], error: unknown, tail: string): Fault {
  if (!(error instanceof ExecaError)) throw error;
  const command = `kind ${args.slice(0, 2).join(' ')}`;
  const more = { cause: error, tail };
  if (error.isCanceled) {
    return new Fault('cancelled', `"${command}" was stopped on request.`, {
      remedy: 'Nothing is wrong. Start again if you still want it.',
      ...more,
    });
  }
  if (error.timedOut) {
    return new Fault('deadline.passed', `"${command}" did not end in time.`, {
      remedy: 'The machine may be overloaded: end a lab that you no longer need, then try again.',
      ...more,
    });
  }
  if (error.code === 'ENOENT') {
    return new Fault('tool.missing', 'The program kind is not where it should be.', {
      remedy: 'Build the images: kind is built with them.',
      ...more,
    });
  }
  return new Fault(
    'runtime.failed',
    `"${command}" ended with ${error.exitCode ?? error.signal ?? 'an error'}.`,
    {
      remedy: 'Reset the lab. If it fails again, the last lines below say where.',
      ...more,
    },
  );
}
