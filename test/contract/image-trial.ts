import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { readConfig } from '../../server/config.ts';
import { imageBuilder } from '#adapters/images/image-builder.ts';
import type { ImageName } from '#ports/image-builder.ts';

export const docker = new Docker();

const config = readConfig({ ...process.env });
const builder = await imageBuilder({
  docker,
  imagesDir: new URL('../../labs/images', import.meta.url).pathname,
  cacheDir: config.cacheDir,
  caBundle: config.caBundle,
  env: process.env,
  nodeBase: config.nodeBase,
  cores: 2,
});

/** The reference of a declared image, built first when it is missing. */
export async function builtImage(name: ImageName): Promise<string> {
  const signal = AbortSignal.timeout(590_000);
  await builder.build([name], { signal, onStep: () => undefined, onImage: () => undefined });
  return builder.ref(name);
}

/** The client's types do not know this setting yet. */
type HostConfig = Docker.HostConfig & { CgroupnsMode?: 'private' | 'host' };

/** A container that one test file owns. */
export class TrialMachine {
  readonly container: Docker.Container;

  constructor(container: Docker.Container) {
    this.container = container;
  }

  static async start(
    image: string,
    options: Omit<Docker.ContainerCreateOptions, 'HostConfig'> & { HostConfig?: HostConfig } = {},
  ): Promise<TrialMachine> {
    const container = await docker.createContainer({
      ...options,
      Image: image,
      Labels: { 'cks-lab/trial': 'image-contract', ...options.Labels },
    });
    const machine = new TrialMachine(container);
    await container.start().catch(async (error: unknown) => {
      await machine.remove();
      throw error;
    });
    return machine;
  }

  /** What the command printed on both streams, and its exit code. */
  async run(argv: readonly string[], user = 'root'): Promise<{ exit: number; output: string }> {
    const exec = await this.container.exec({
      Cmd: [...argv],
      User: user,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({});
    const both = new PassThrough();
    docker.modem.demuxStream(stream, both, both);
    const [output] = await Promise.all([text(both), finished(stream).then(() => both.end())]);
    return { exit: (await exec.inspect()).ExitCode ?? -1, output: output.trim() };
  }

  /** The output of a shell script that must succeed. */
  async sh(script: string, user = 'root'): Promise<string> {
    const { exit, output } = await this.run(['/bin/sh', '-c', script], user);
    if (exit !== 0) throw new Error(`${script}: ${exit}: ${output}`);
    return output;
  }

  async remove(): Promise<void> {
    await this.container.remove({ force: true, v: true });
  }
}

/** Asks again until the answer is the wanted one; gives the last answer when time is up. */
export async function settled<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > deadline) return answer;
    await delay(200);
  }
}

/** For `settled`: nothing is left. */
export const isEmpty = (all: readonly unknown[]): boolean => all.length === 0;
