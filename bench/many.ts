import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LabId } from '#contract/ids.ts';
import { interruptSignal } from '../server/cli/interrupt.ts';
import type { PlatformClient } from '../server/cli/platform-client.ts';
import { print, printFault, printTable } from '../server/cli/print.ts';
import { removeLabs } from '../server/cli/remove-labs.ts';
import type { ServerRecord } from '../server/cli/server-record.ts';
import { readSettings } from '../server/cli/settings.ts';
import type { Config } from '../server/config.ts';
import { BenchPage } from './bench-page.ts';
import { comes, gone, readyWithinMs, timed, until } from './lab-states.ts';
import { median, seconds } from './phases.ts';
import { usage } from './terminal/usage.ts';
import { withServer } from './with-server.ts';

// A room full of learners on one machine: labs one after the other, each of them started, looked at and left as it is. Where no more
// may run at once, the oldest one is paused, as an instructor would. What they hold, what the server takes and how long its answers
// take is printed as they grow; then one of them is used while all the others are there.

const { values } = parseArgs({
  options: {
    labs: { type: 'string', default: '20' },
    scenarios: { type: 'string', default: 'cs01-netpol-two-tiers' },
    port: { type: 'string', default: '3949' },
  },
});
const scenarios = values.scenarios.split(',');
const wanted = Number(values.labs);
const answersAsked = 20;

const signal = interruptSignal();
const stateDir = await mkdtemp(join(tmpdir(), 'cks-lab-bench-'));
const config: Config = { ...readSettings({ port: Number(values.port) }), stateDir };
const settings = {
  CKSLAB_WARM_LABS: '0',
  CKSLAB_IDLE_MINUTES: '0',
  CKSLAB_MAX_LABS: values.labs,
  CKSLAB_LABS_PER_USER: values.labs,
};
try {
  await withServer(config, settings, signal, many);
} catch (error) {
  printFault(error);
  process.exitCode = 1;
} finally {
  await removeLabs(stateDir, { signal: AbortSignal.timeout(readyWithinMs), onStep: () => undefined });
  await rm(stateDir, { recursive: true, force: true });
}

async function many(client: PlatformClient, server: ServerRecord): Promise<void> {
  const running: LabId[] = [];
  const paused: LabId[] = [];
  const rows = [
    [
      'labs',
      'running',
      'paused',
      'start',
      'memory in use',
      'load',
      'server, memory',
      'its CPU',
      'answer p50',
    ],
  ];
  const free = await availableGiB();
  for (let count = 1; count <= wanted; count++) {
    const scenario = scenarios[(count - 1) % scenarios.length] ?? '';
    const before = usage(server.pid);
    const began = performance.now();
    const { id } = await client.call('startLab', { body: { scenario } });
    for (;;) {
      const lab = await until(client, id, ({ state, queue }) => state === 'ready' || !!queue, signal);
      if (lab.queue === undefined) break;
      const oldest = running.shift();
      if (oldest === undefined) throw new Error(`the only lab waits: ${lab.queue.why}`);
      if (paused.length === 0) print(`With ${count} labs: ${lab.queue.why} The oldest one is paused.`);
      await client.call('pauseLab', { params: { lab: oldest } });
      await comes(client, oldest, 'paused', signal);
      paused.push(oldest);
      // Its place is free: what follows is the start alone.
      await until(client, id, ({ queue }) => queue === undefined, signal);
    }
    const took = performance.now() - began;
    running.push(id);
    const after = usage(server.pid);
    rows.push([
      String(count),
      String(running.length),
      String(paused.length),
      seconds(took),
      `${(free - (await availableGiB())).toFixed(1)} GiB`,
      loadavg()[0]?.toFixed(1) ?? '',
      `${Math.round(after.rss / 1024 ** 2)} MiB`,
      seconds((after.cpu - before.cpu) * 1000),
      `${(await answerMs(client)).toFixed(1)} ms`,
    ]);
    print(rows.at(-1)?.join('  ') ?? '');
  }
  print();
  printTable(rows);
  await used(client, running, paused);
  const all = [...running, ...paused];
  const stop = await timed(async () => {
    await Promise.all(all.map((lab) => client.call('stopLab', { params: { lab } })));
    await Promise.all(all.map((lab) => gone(client, lab, signal)));
  });
  print(`All ${all.length} removed in ${seconds(stop)}.`);
}

/** What a learner of the newest lab, and one of the oldest, meets while all the others are there. */
async function used(client: PlatformClient, running: LabId[], paused: LabId[]): Promise<void> {
  const newest = running.at(-1);
  if (newest === undefined) return;
  const page = await BenchPage.open(client);
  const key = await timed(() => page.firstKey(newest));
  page.close();
  const check = await timed(() => client.call('grade', { params: { lab: newest }, body: {}, signal }));
  print(`In the newest: first key after ${seconds(key)}, a check of everything ${seconds(check)}.`);
  const oldest = paused.shift();
  const other = running.shift();
  if (oldest === undefined || other === undefined) return;
  const away = await timed(async () => {
    await client.call('pauseLab', { params: { lab: other } });
    await comes(client, other, 'paused', signal);
  });
  const back = await timed(async () => {
    await client.call('resumeLab', { params: { lab: oldest } });
    await comes(client, oldest, 'ready', signal);
  });
  running.push(oldest);
  paused.push(other);
  print(`One paused in ${seconds(away)}, the oldest resumed in ${seconds(back)}.`);
}

/** How long the server takes to tell of all labs. */
async function answerMs(client: PlatformClient): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < answersAsked; i++) taken.push(await timed(() => client.call('labs', { signal })));
  return median(taken);
}

async function availableGiB(): Promise<number> {
  const kiB = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  return Number(kiB) / 1024 ** 2;
}
