import { setTimeout as delay } from 'node:timers/promises';
import type { ImageStatus } from '#contract/api.ts';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import { isLabImage } from './lab-images.ts';
import { PlatformClient } from './platform-client.ts';
import { logFileIn, type ServerRecord } from './server-record.ts';

/** From nothing, on two slow cores, with room to spare. */
const withinMs = 2 * 3600_000;
const askEveryMs = 1000;

/** Shows what the server builds until every image is there. */
export async function waitForImages(stateDir: string, server: ServerRecord, run: Run): Promise<void> {
  const client = await PlatformClient.enter(stateDir, server);
  const told = new Map<string, number>();
  const stop = AbortSignal.any([run.signal, AbortSignal.timeout(withinMs)]);
  for (;;) {
    const { images } = await client.call('system', { signal: stop });
    const needed = images.filter(isLabImage);
    for (const image of images) retell(image, told, run);
    if (needed.length > 0 && needed.every((image) => image.state === 'ready')) break;
    const failed = images.find((image) => image.state === 'failed');
    if (failed !== undefined) throw notBuilt(failed, stateDir);
    if (stop.aborted) throw run.signal.aborted ? run.signal.reason : tooSlow(stateDir);
    // An abort ends the pause; the next round then says why.
    await delay(askEveryMs, undefined, { signal: stop }).catch(() => undefined);
  }
  await client.leave();
}

/** The server keeps the last steps of an image; those that were not told yet are told now. */
function retell(image: ImageStatus, told: Map<string, number>, run: Run): void {
  const since = told.get(image.name) ?? 0;
  for (const step of image.steps.filter(({ at }) => at > since)) run.onStep(step);
  told.set(image.name, Math.max(since, ...image.steps.map(({ at }) => at)));
}

const notBuilt = (image: ImageStatus, stateDir: string): Fault =>
  new Fault(
    'image.build-failed',
    `The image ${image.name} was not built: ${image.problem?.message ?? 'unknown reason'}`,
    {
      remedy: `${image.problem?.remedy ?? 'The log says more.'} The server's log is ${logFileIn(stateDir)}.`,
      ...(image.problem?.tail === undefined ? {} : { tail: image.problem.tail }),
    },
  );

const tooSlow = (stateDir: string): Fault =>
  new Fault('deadline.passed', `The images were not built within ${withinMs / 3600_000} hours.`, {
    remedy: `${logFileIn(stateDir)} says what takes so long; what was built is kept.`,
  });
