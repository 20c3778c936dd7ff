import { setTimeout as delay } from 'node:timers/promises';
import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import type { PlatformClient } from '../server/cli/platform-client.ts';

/** Each question takes the lab a little of the two cores. */
const askEveryMs = 150;
export const readyWithinMs = 600_000;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function comes(
  client: PlatformClient,
  id: LabId,
  state: LabView['state'],
  signal: AbortSignal,
): Promise<LabView> {
  return until(client, id, (lab) => lab.state === state, signal);
}

/** The lab once it is as `isAsWished` says. Throws when it fails instead. */
export async function until(
  client: PlatformClient,
  id: LabId,
  isAsWished: (lab: LabView) => boolean,
  signal: AbortSignal,
): Promise<LabView> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)]);
  for (;;) {
    const { lab } = await client.call('lab', { params: { lab: id }, signal: stop });
    if (isAsWished(lab)) return lab;
    // Beside a failed one: a lab that did not come back is paused again.
    if (lab.state === 'failed' || (lab.state === 'paused' && lab.problem)) throw notReady(lab);
    await delay(askEveryMs, undefined, { signal: stop });
  }
}

/** A lab that is gone is no longer told of. */
export async function gone(client: PlatformClient, id: LabId, signal: AbortSignal): Promise<void> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)]);
  const isThere = ({ id: other, state }: LabView): boolean => other === id && state !== 'gone';
  while ((await client.call('labs', { signal: stop })).some(isThere)) {
    await delay(askEveryMs, undefined, { signal: stop });
  }
}

function notReady({ problem, scenario }: LabView): Fault {
  return new Fault(
    'runtime.failed',
    `A lab of ${scenario} failed: ${problem?.message ?? 'no reason was given'}`,
    { remedy: problem?.remedy ?? './ckslab doctor says what the machine lacks.' },
  );
}
