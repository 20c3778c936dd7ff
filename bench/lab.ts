import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LabView } from '#contract/lab.ts';
import { ensurePage } from '../server/cli/ensure-page.ts';
import { interruptSignal } from '../server/cli/interrupt.ts';
import type { PlatformClient } from '../server/cli/platform-client.ts';
import { print, printFault, printTable } from '../server/cli/print.ts';
import { removeLabs } from '../server/cli/remove-labs.ts';
import { readSettings } from '../server/cli/settings.ts';
import type { Config } from '../server/config.ts';
import { openLibrary } from '../server/scenario-side.ts';
import { BenchPage } from './bench-page.ts';
import { comes, gone, readyWithinMs, timed } from './lab-states.ts';
import { median, phasesOf, seconds } from './phases.ts';
import { plainKind } from './plain-kind.ts';
import { withServer } from './with-server.ts';

// How long a learner waits: start, first key, check, pause, resume, reset and end of a lab through the server's own API, beside its
// budget and beside kind alone; then the same start in a lab that was kept ready. Nothing is asserted: the numbers are for people who
// compare machines and changes.

interface Times {
  readonly start: number;
  /** Until a key that was typed at the first prompt was echoed. */
  readonly 'first key': number;
  readonly check: number;
  readonly pause: number;
  readonly resume: number;
  readonly reset: number;
  readonly stop: number;
}

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'cs01-netpol-two-tiers' },
    runs: { type: 'string', default: '3' },
    port: { type: 'string', default: '3949' },
    'no-kind': { type: 'boolean', default: false },
    'no-cold': { type: 'boolean', default: false },
    'no-warm': { type: 'boolean', default: false },
  },
});

const signal = interruptSignal();
const stateDir = await mkdtemp(join(tmpdir(), 'cks-lab-bench-'));
const config: Config = { ...readSettings({ port: Number(values.port) }), stateDir };
const run = { signal, onStep: () => undefined };
try {
  await ensurePage(run);
  // Two servers: beside one that makes labs ready, no cold start would be alone.
  if (!values['no-cold']) await withServer(config, { CKSLAB_WARM_LABS: '0' }, signal, compare);
  if (!values['no-warm'])
    await withServer(config, { CKSLAB_WARM_LABS: '1', CKSLAB_WARM_PRESSURE: '100' }, signal, warm);
} catch (error) {
  printFault(error);
  process.exitCode = 1;
} finally {
  await removeLabs(stateDir, { ...run, signal: AbortSignal.timeout(readyWithinMs) });
  await rm(stateDir, { recursive: true, force: true });
}

async function compare(client: PlatformClient): Promise<void> {
  const { machine, engine } = await client.call('system');
  print(
    `${availableParallelism()} cores, ${Math.round(machine.memoryBytes / 1024 ** 3)} GiB, Docker ${engine.version ?? '?'}`,
  );
  print(`scenario ${values.scenario}, ${values.runs} runs`);
  const all: Times[] = [];
  const kinds: number[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    all.push(await once(client, i === 0));
    // In turns with it, so that both had the same machine.
    if (!values['no-kind']) kinds.push(await plainKind(config, signal));
  }
  const budgets = await budgetsOf(values.scenario);
  const row = (name: string, taken: readonly number[], budget: string): string[] => {
    const ratio = kinds.length === 0 ? '' : (median(taken) / median(kinds)).toFixed(2);
    return [...cells(name, taken, budget), ratio];
  };
  print();
  printTable([
    ['cold', 'median', 'budget', 'all', kinds.length === 0 ? '' : 'times kind'],
    ...(['start', 'first key', 'check', 'pause', 'resume', 'reset', 'stop'] as const).map((name) => {
      const taken = all.map((times) => times[name]);
      return row(name, taken, verdict(median(taken), budgets[name]));
    }),
    ...(kinds.length === 0 ? [] : [row('kind create cluster', kinds, 'no network, no DNS')]),
  ]);
}

function cells(name: string, taken: readonly number[], budget: string): string[] {
  return [name, seconds(median(taken)), budget, taken.map(seconds).join(', ')];
}

/** The same start in a lab that is kept ready, as when the page of the scenario was open for a while. */
async function warm(client: PlatformClient): Promise<void> {
  const starts: number[] = [];
  const keys: number[] = [];
  const fills: number[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    const page = await BenchPage.open(client);
    fills.push(
      await timed(() =>
        page.readyFor(values.scenario, AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)])),
      ),
    );
    const began = performance.now();
    const { id, state } = await client.call('startLab', { body: { scenario: values.scenario } });
    if (state !== 'ready') throw new Error(`the lab that was kept ready was not given: ${id} is ${state}`);
    starts.push(performance.now() - began);
    await page.firstKey(id);
    keys.push(performance.now() - began);
    page.close();
    await client.call('stopLab', { params: { lab: id } });
    await gone(client, id, signal);
  }
  print();
  printTable([
    ['warm', 'median', 'budget', 'all'],
    cells('start', starts, ''),
    cells('first key', keys, verdict(median(keys), 1500)),
    cells('made ready meanwhile', fills, 'nobody waits'),
  ]);
}

/** What a learner should wait at most on two cores, in milliseconds. */
async function budgetsOf(scenario: string): Promise<Partial<Record<keyof Times, number>>> {
  const { environment } = (await openLibrary(config)).get(scenario)?.scenario ?? {};
  if (environment?.kind === 'host') return { start: 3000, check: 2000, reset: 8000 };
  return { start: environment?.nodes === 1 ? 10_000 : 20_000, check: 2000, reset: 8000 };
}

function verdict(taken: number, budget: number | undefined): string {
  return budget === undefined ? '' : `${seconds(budget)} ${taken <= budget ? 'kept' : 'missed'}`;
}

async function once(client: PlatformClient, isFirst: boolean): Promise<Times> {
  const began = performance.now();
  const { id } = await client.call('startLab', { body: { scenario: values.scenario } });
  const lab = await comes(client, id, 'ready', signal);
  const start = performance.now() - began;
  const page = await BenchPage.open(client);
  await page.firstKey(id);
  const firstKey = performance.now() - began;
  page.close();
  if (isFirst) printPhases(lab);
  const check = await timed(() => client.call('grade', { params: { lab: id }, body: {}, signal }));
  const pause = await timed(async () => {
    await client.call('pauseLab', { params: { lab: id } });
    await comes(client, id, 'paused', signal);
  });
  const resume = await timed(async () => {
    await client.call('resumeLab', { params: { lab: id } });
    await comes(client, id, 'ready', signal);
  });
  const reset = await timed(async () => {
    await client.call('resetLab', { params: { lab: id } });
    await comes(client, id, 'ready', signal);
  });
  const stop = await timed(async () => {
    await client.call('stopLab', { params: { lab: id } });
    await gone(client, id, signal);
  });
  return { start, 'first key': firstKey, check, pause, resume, reset, stop };
}

function printPhases(lab: LabView): void {
  print();
  print('First start, phase by phase (begin, duration):');
  printTable(
    phasesOf(lab.steps).map(({ title, startMs, tookMs }) => [
      `  ${title}`,
      seconds(startMs),
      seconds(tookMs),
    ]),
  );
}
