import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { BuildContext } from './build-container.ts';
import type { LastLines } from './last-lines.ts';

/** systemd needs a moment to end what runs; then the engine ends the rest. */
const stopWithinS = 30;

/**
 * Starts the container as its image says, runs the command inside and shuts the machine down. Resolves with the exit code of
 * the command; an abort removes the container, which ends everything.
 */
export async function runInMachine(
  container: Docker.Container,
  command: readonly string[],
  lines: LastLines,
  context: BuildContext,
): Promise<number> {
  await container.start();
  const exec = await container.exec({
    Cmd: [...command],
    User: '0:0',
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  context.docker.modem.demuxStream(stream, lines, lines);
  await finished(stream);
  context.signal.throwIfAborted();
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) return ExitCode ?? -1;
  context.note('shutting the machine down');
  await container.stop({ t: stopWithinS });
  return 0;
}
