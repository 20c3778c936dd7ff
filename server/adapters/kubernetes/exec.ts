import { WebSocket } from 'undici';
import type { Asked } from '#ports/cluster-api.ts';
import type { ExecResult } from '#ports/machines.ts';
import type { Connection } from './connection.ts';
import { ExecStreams } from './exec-streams.ts';
import { cannotTell } from './failure.ts';

/** Version 5 tells the end of an input stream apart; where nothing is sent in, version 4 is the same. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export interface ExecTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string | undefined;
}

/** Runs one command in a container and waits for its end. Rejects with the signal's reason when it aborts. */
export async function execInPod(
  connection: Connection,
  target: ExecTarget,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<Asked<ExecResult>> {
  signal.throwIfAborted();
  const socket = new WebSocket(execUrl(connection.server, target, argv), {
    protocols,
    dispatcher: connection.agent,
    headers: connection.identity,
  });
  socket.binaryType = 'arraybuffer';
  const streams = new ExecStreams();
  let opened = false;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.close();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.addEventListener('open', () => {
      opened = true;
    });
    socket.addEventListener('message', ({ data }) => streams.add(new Uint8Array(data as ArrayBuffer)));
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', stop);
      // A browser's socket hides why it was not opened, and so does this one.
      resolve(
        opened
          ? streams.result()
          : cannotTell(
              `The API server did not start a command in the Pod ${target.pod}: it may not be running.`,
            ),
      );
    });
  });
}

function execUrl(server: string, { namespace, pod, container }: ExecTarget, argv: readonly string[]): string {
  const url = new URL(`${server.replace(/^http/, 'ws')}/api/v1/namespaces/${namespace}/pods/${pod}/exec`);
  for (const word of argv) url.searchParams.append('command', word);
  if (container !== undefined) url.searchParams.set('container', container);
  url.searchParams.set('stdout', 'true');
  url.searchParams.set('stderr', 'true');
  return url.href;
}
