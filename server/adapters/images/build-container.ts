import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { Fault } from '#domain/fault.ts';
import { runInMachine } from './build-machine.ts';
import type { BuildMachine, ImageConfig } from './declaration.ts';
import { named } from './image-name.ts';
import { LastLines } from './last-lines.ts';
import { type Entry, packed } from './tar-pack.ts';

/** One container run whose result becomes an image layer. */
export interface BuildRun {
  readonly image: string;
  readonly from: string;
  /** Put into the image. */
  readonly files: readonly Entry[];
  /** Put below /build, which is a volume and never part of the image. */
  readonly build: readonly Entry[];
  readonly command: readonly string[] | undefined;
  readonly privileged: boolean;
  /** With it the command runs inside, once the container has started as the image does; without it, the command is all that runs. */
  readonly machine: BuildMachine | undefined;
  readonly tag: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly config: ImageConfig | undefined;
}

export interface BuildContext {
  readonly docker: Docker;
  readonly log: WriteStream;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
  /** How long a registry may be silent before it counts as absent. */
  readonly answerWithinMs?: number | undefined;
}

/** apt's downloads and lists survive between builds in volumes, so that a repeated build does not fetch them again. */
export const aptVolumes = {
  'cks-lab-apt-archives': '/var/cache/apt/archives',
  'cks-lab-apt-lists': '/var/lib/apt/lists',
};

/** Held by whoever asks for packages: apt in one container does not see that apt in another one uses the same volumes. */
export const aptLock = '/var/cache/apt/archives/.one-build-at-a-time';

/** Marks the containers of a build with its process; a later build removes those whose process is gone. */
export const buildLabel = 'cks-lab/building';

/** Runs and commits. The tag appears only when everything worked; the container is removed in any case. */
export async function buildLayer(run: BuildRun, context: BuildContext): Promise<void> {
  const container = await context.docker.createContainer(containerOptions(run));
  const kill = (): void => {
    container
      .remove({ force: true, v: true })
      .catch((error: unknown) => context.log.write(`remove: ${String(error)}\n`));
  };
  context.signal.addEventListener('abort', kill, { once: true });
  try {
    context.signal.throwIfAborted();
    await container.putArchive(packed(run.build), { path: '/build' });
    if (run.files.length > 0) await container.putArchive(packed(run.files), { path: '/' });
    if (run.command) await runToEnd(container, run, context);
    context.signal.throwIfAborted();
    context.note('saving the layer');
    await commit(container, run, context.docker);
  } finally {
    context.signal.removeEventListener('abort', kill);
    if (!context.signal.aborted) await container.remove({ force: true, v: true });
  }
}

/** The client's types do not know this setting yet. */
type HostConfig = Docker.HostConfig & { readonly CgroupnsMode?: 'private' | 'host' };

/** What systemd expects, as the machines of labs have it. */
const machineHost: HostConfig = { CgroupnsMode: 'private', Tmpfs: { '/run': '', '/tmp': '' } };

function containerOptions(run: BuildRun): Docker.ContainerCreateOptions {
  return {
    Image: run.from,
    // The commit below sets both again; here they only have to start the command.
    ...(run.machine
      ? { Hostname: run.machine.hostname }
      : { Entrypoint: [], Cmd: [...(run.command ?? ['/bin/true'])] }),
    User: '0:0',
    WorkingDir: '/',
    Labels: { [buildLabel]: String(process.pid), 'cks-lab/build': run.image },
    HostConfig: {
      Privileged: run.privileged,
      // The machine's own resolver and proxies must work here as they do outside. A privileged script gets no network at
      // all: an engine that it starts would take the machine's bridge for its own.
      NetworkMode: run.privileged ? 'none' : 'host',
      ...(run.machine ? machineHost : {}),
      Mounts: [
        { Type: 'volume', Source: '', Target: '/build' },
        ...(run.machine?.discards ?? []).map((Target) => ({ Type: 'volume' as const, Source: '', Target })),
        ...Object.entries(aptVolumes).map(([Source, Target]) => ({
          Type: 'volume' as const,
          Source,
          Target,
        })),
      ],
    },
  };
}

async function runToEnd(container: Docker.Container, run: BuildRun, context: BuildContext): Promise<void> {
  const lines = new LastLines(context.log, context.note);
  const command = run.command ?? [];
  const exit = run.machine
    ? await runInMachine(container, command, lines, context)
    : await runAlone(container, lines, context);
  context.signal.throwIfAborted();
  if (exit === 0) return;
  throw new Fault(
    'image.build-failed',
    `Building the image "${run.image}" failed: ${command.join(' ')} ended with ${exit}.`,
    {
      remedy: `Read ${String(context.log.path)}, then build again: finished steps are kept.`,
      tail: lines.tail(),
    },
  );
}

async function runAlone(
  container: Docker.Container,
  lines: LastLines,
  context: BuildContext,
): Promise<number> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  context.docker.modem.demuxStream(stream, lines, lines);
  const drained = finished(stream);
  await container.start();
  const { StatusCode } = (await container.wait()) as { StatusCode: number };
  context.signal.throwIfAborted();
  await drained;
  return StatusCode;
}

async function commit(container: Docker.Container, run: BuildRun, docker: Docker): Promise<void> {
  const { Config: below } = await docker.getImage(run.from).inspect();
  const config = run.config;
  // The container ran our script in the place of what the image below would start: that comes back here.
  const inherits = config === undefined || config.entrypoint.length + config.cmd.length === 0;
  await container.commit({
    _query: { container: container.id, ...named(run.tag) },
    _body: {
      // A commit keeps the container's labels, and every container of the image would inherit this one: the next build
      // would take running labs for its own leftovers.
      Labels: { ...run.labels, [buildLabel]: '', 'cks-lab/build': '' },
      User: config?.user ?? below.User,
      WorkingDir: config?.workdir ?? below.WorkingDir,
      Env: Object.entries(config?.env ?? {}).map(([name, value]) => `${name}=${value}`),
      Entrypoint: inherits ? below.Entrypoint : orNone(config.entrypoint),
      Cmd: inherits ? below.Cmd : orNone(config.cmd),
      Volumes: Object.fromEntries((config?.volumes ?? []).map((path) => [path, {}])),
      ...(config?.stopSignal ? { StopSignal: config.stopSignal } : {}),
    },
  });
}

const orNone = (argv: string[]): string[] | null => (argv.length > 0 ? argv : null);
