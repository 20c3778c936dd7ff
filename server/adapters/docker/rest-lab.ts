import type Docker from 'dockerode';
import { asFault, Fault } from '#domain/fault.ts';
import type { SeenMachine } from '#ports/machines.ts';
import { restartPolicyOf } from './container-specs.ts';
import { type Engine, refusalStatus, slowMs } from './engine.ts';
import { having, seenMachine } from './labels.ts';
import { lastAddress, noteWhatRuns } from './what-ran.ts';

interface Container extends SeenMachine {
  readonly id: string;
}

/** A machine that has not ended by itself after so many seconds is killed, as by a power cut: its disk is whole all the same. */
const graceSeconds = 5;
/** What an observer does is asked for anew. */
const observerGraceSeconds = 0;

/**
 * Stops all machines that carry the labels. Stopped and not frozen: a frozen container keeps its memory, and an engine that is
 * started again knows nothing of it.
 */
export async function stopLab(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const { machines, observers } = await find(engine, labels, signal);
  const running = machines.filter((machine) => machine.running);
  // Of machines that have come back half with their engine it says nothing.
  const isWhole = running.length === machines.length;
  if (isWhole) await Promise.all(running.map(({ id }) => noteWhatRuns(engine, id, signal)));
  // First of all nothing may come back by itself: neither now, nor when the engine starts.
  await Promise.all(
    [...machines, ...observers].map(({ id }) => setRestart(engine, id, { Name: 'no' }, signal)),
  );
  await Promise.all(observers.map(({ id }) => stop(engine, id, observerGraceSeconds, signal)));
  await Promise.all(running.map(({ id }) => stop(engine, id, graceSeconds, signal)));
}

/**
 * One machine after the other, in the order of the addresses that they had: the engine gives the lowest that is free, so each is
 * likely to get its own again. Names are what labs go by; yet a cluster whose addresses stay is back sooner.
 */
export async function startLab(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const { machines, observers } = await find(engine, labels, signal);
  const stopped = machines.filter((machine) => !machine.running);
  const addresses = await Promise.all(stopped.map(({ id }) => lastAddress(engine, id, signal)));
  const inOrder = stopped
    .map(({ id }, at) => ({ id, address: addresses[at] ?? Infinity }))
    .sort((a, b) => (a.address === b.address ? 0 : a.address - b.address));
  for (const { id } of inOrder) await start(engine, id, signal);
  // They live in the namespaces of their machines; the door of a cluster, which has an address too, was made after all machines.
  await Promise.all(observers.map(({ id }) => start(engine, id, signal)));
  await Promise.all(
    [...machines, ...observers].map(({ id, role }) => setRestart(engine, id, restartPolicyOf[role], signal)),
  );
}

async function find(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ machines: Container[]; observers: Container[] }> {
  const filters = having(labels);
  const found = await engine.call(
    'list the machines of a lab',
    { signal, withinMs: slowMs },
    (docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }),
  );
  const all = found.map((container) => ({ ...seenMachine(container), id: container.Id }));
  return {
    machines: all.filter(({ role }) => role !== 'observer'),
    observers: all.filter(({ role }) => role === 'observer'),
  };
}

const setRestart = (
  engine: Engine,
  id: string,
  policy: Docker.HostRestartPolicy,
  signal: AbortSignal,
): Promise<void> =>
  calmly(engine, 'say when a machine starts by itself', signal, (docker, abortSignal) =>
    docker.getContainer(id).update({ RestartPolicy: policy, abortSignal }),
  );

const stop = (engine: Engine, id: string, t: number, signal: AbortSignal): Promise<void> =>
  calmly(engine, 'stop a machine', signal, (docker, abortSignal) =>
    docker.getContainer(id).stop({ t, abortSignal }),
  );

async function start(engine: Engine, id: string, signal: AbortSignal): Promise<void> {
  try {
    await calmly(engine, 'start a machine', signal, (docker, abortSignal) =>
      docker.getContainer(id).start({ abortSignal }),
    );
  } catch (error) {
    throw isPortTaken(error) ? portTaken(error) : error;
  }
}

/** The engine keeps the port of a container that is stopped, and does not hold it. */
const isPortTaken = (error: unknown): boolean =>
  error instanceof Fault && /port is already allocated|address already in use/.test(error.message);

const portTaken = (cause: unknown): Fault =>
  new Fault('runtime.failed', 'The port of this lab’s API server is used by another program at the moment.', {
    remedy: `Resume it again when that has ended, or reset the lab. The engine says: ${asFault(cause).message}`,
    cause,
  });

/** The machine is so already. */
const unchanged = 304;

async function calmly(
  engine: Engine,
  what: string,
  signal: AbortSignal,
  run: (docker: Docker, abortSignal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  try {
    await engine.call(what, { signal, withinMs: slowMs }, run);
  } catch (error) {
    if (refusalStatus(error) !== unchanged) throw error;
  }
}
