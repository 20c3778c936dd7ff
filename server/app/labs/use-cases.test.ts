import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GradeReport, type HintText } from '#contract/grading.ts';
import type { AttemptView, LabDetail, ScenarioDetail, ScenarioSummary } from '#contract/api.ts';
import { LabDetail as LabDetailSchema } from '#contract/api.ts';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await new ServerWorld().open();
  await world.enter();
});
afterEach(() => world.close());

async function got<T>(path: string): Promise<T> {
  return (await (await world.ask(path)).json()) as T;
}

/** What never comes, until nobody waits for it any more. */
const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const hint = (lab: string, task: string, index: number): Promise<Response> =>
  world.ask(`/api/labs/${lab}/hints`, { method: 'POST', body: { task, index } });
const grade = (lab: string, body: unknown = {}): Promise<Response> =>
  world.ask(`/api/labs/${lab}/gradings`, { method: 'POST', body });
const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { problem: { code: string } }).problem.code;

describe('prompts', () => {
  test('in the catalogue show no value; in a lab those of the attempt, and never a secret one', async () => {
    const detail = await got<ScenarioDetail>('/api/scenarios/cluster');
    expect(detail.tasks[0]?.prompt).toBe('Listen on …');
    const lab = await world.startLab();
    const own = LabDetailSchema.parse(await got(`/api/labs/${lab.id}`));
    expect(own.scenario.tasks[0]?.prompt).toMatch(/^Listen on 8\d{3}$/);
    expect(Object.keys(own.lab.vars)).toEqual(['port']);
    const marker = world.store.get(own.lab.id)?.vars['marker'] ?? 'none';
    expect(JSON.stringify(own)).not.toContain(marker);
  });

  test('no text of a hint and no check reaches the browser before it is asked for', async () => {
    const lab = await world.startLab();
    const text = JSON.stringify(await got(`/api/labs/${lab.id}`));
    expect(text).not.toContain('It is ');
    expect(text).not.toContain('/etc/hostname');
  });
});

describe('hints', () => {
  test('open in order, cost once, and lower the attempt', async () => {
    const lab = await world.startLab();
    expect(await codeOf(await hint(lab.id, 'first', 1))).toBe('hint.not-found');
    const first = (await (await hint(lab.id, 'first', 0)).json()) as HintText;
    expect(first).toMatchObject({ cost: 1, text: expect.stringMatching(/^It is 8\d{3}$/) });
    expect((await hint(lab.id, 'first', 0)).status).toBe(200);
    expect((await hint(lab.id, 'first', 1)).status).toBe(200);
    expect(await codeOf(await hint(lab.id, 'first', 2))).toBe('hint.not-found');
    const [attempt] = await got<AttemptView[]>('/api/attempts');
    expect(attempt?.hintsOpened).toBe(2);
    expect((await got<LabDetail>(`/api/labs/${lab.id}`)).hints).toHaveLength(2);
  });
});

describe('grading', () => {
  test('gives a report that the lab and the attempt then show', async () => {
    const lab = await world.startLab();
    const report = GradeReport.parse(await (await grade(lab.id)).json());
    expect(report.checks.map(({ check }) => check)).toEqual(['a', 'b']);
    expect((await got<LabDetail>(`/api/labs/${lab.id}`)).report?.run).toBe(report.run);
    expect((await got<AttemptView[]>('/api/attempts'))[0]?.gradings).toBe(1);
    const told = world.log.entries.filter(({ fields }) => fields['lab'] === lab.id).map(({ text }) => text);
    expect(told).toEqual(expect.arrayContaining(['step done', 'lab ready', 'lab graded', 'request']));
    const { scenarios } = await got<{ scenarios: ScenarioSummary[] }>('/api/scenarios');
    expect(scenarios.find(({ id }) => id === 'cluster')).toMatchObject({ attempts: 1, best: report.earned });
  });

  test('of one task leaves what is known of the others', async () => {
    const lab = await world.startLab();
    await grade(lab.id);
    await grade(lab.id, { task: 'second' });
    const { report } = await got<LabDetail>(`/api/labs/${lab.id}`);
    expect(report?.tasks.map(({ task }) => task).toSorted()).toEqual(['first', 'second']);
  });

  test('explains the scenario once every point is earned, and not before', async () => {
    const lab = await world.startLab();
    await grade(lab.id);
    expect(await got<LabDetail>(`/api/labs/${lab.id}`)).not.toHaveProperty('explanation');
    const file = { path: '/etc/hostname', content: 'workstation', mode: '0644', uid: 0, gid: 0 };
    await world.engine.put(lab.id, 'workstation', [file], new AbortController().signal);
    await grade(lab.id, { task: 'first' });
    expect(await got<LabDetail>(`/api/labs/${lab.id}`)).not.toHaveProperty('explanation');
    await grade(lab.id, { task: 'second' });
    expect((await got<LabDetail>(`/api/labs/${lab.id}`)).explanation).toBe('Why');
  });

  test('is refused for a task that does not exist and for a lab that is not ready', async () => {
    const lab = await world.startLab();
    expect(await codeOf(await grade(lab.id, { task: 'third' }))).toBe('not-found');
    world.engine.before = (_call, _lab, signal) => never(signal);
    await world.ask(`/api/labs/${lab.id}/reset`, { method: 'POST' });
    expect(await codeOf(await grade(lab.id))).toBe('lab.not-ready');
  });

  test('runs once at a time, and ends with the lab', async () => {
    const lab = await world.startLab();
    world.observing = never;
    const started = world.until((event) => event.type === 'grading.started');
    const first = grade(lab.id);
    await started;
    expect(await codeOf(await grade(lab.id))).toBe('lab.busy');
    await world.ask(`/api/labs/${lab.id}`, { method: 'DELETE' });
    expect(await codeOf(await first)).toBe('cancelled');
  });
});

describe('a lab', () => {
  test('drops its report with a reset; the attempt goes on', async () => {
    const lab = await world.startLab();
    await grade(lab.id);
    const ready = world.until((event) => event.type === 'lab.changed' && event.lab.state === 'ready');
    expect((await world.ask(`/api/labs/${lab.id}/reset`, { method: 'POST' })).status).toBe(200);
    await ready;
    const detail = await got<LabDetail>(`/api/labs/${lab.id}`);
    expect(detail.report).toBeUndefined();
    expect(detail.lab.attempt).toBe(lab.attempt);
  });

  test('keeps its report and its attempt over a pause, and is not checked while it rests', async () => {
    const lab = await world.startLab();
    await grade(lab.id);
    const reached = (state: string) =>
      world.until((event) => event.type === 'lab.changed' && event.lab.state === state);
    const post = (what: string) => world.ask(`/api/labs/${lab.id}/${what}`, { method: 'POST' });
    const paused = reached('paused');
    expect(await (await post('pause')).json()).toMatchObject({ state: 'pausing' });
    await paused;
    expect(await codeOf(await grade(lab.id))).toBe('lab.not-ready');
    const ready = reached('ready');
    expect(await (await post('resume')).json()).toMatchObject({ state: 'resuming' });
    await ready;
    const detail = await got<LabDetail>(`/api/labs/${lab.id}`);
    expect(detail.report?.checks).toHaveLength(2);
    expect(detail.lab).toMatchObject({ attempt: lab.attempt, pausedMs: expect.any(Number) });
  });

  test('that is gone is in no list, and its attempt has ended', async () => {
    const lab = await world.startLab();
    const gone = world.until((event) => event.type === 'lab.changed' && event.lab.state === 'gone');
    await world.ask(`/api/labs/${lab.id}`, { method: 'DELETE' });
    await gone;
    expect(await got('/api/labs')).toEqual([]);
    expect((await world.ask(`/api/labs/${lab.id}`)).status).toBe(404);
    expect((await got<AttemptView[]>('/api/attempts'))[0]?.endedAt).toBeTypeOf('number');
  });

  test('that a machine cannot run says why in the catalogue', async () => {
    const { scenarios } = await got<{ scenarios: ScenarioSummary[] }>('/api/scenarios');
    expect(scenarios.find(({ id }) => id === 'blocked')?.blocked[0]?.needs).toBe('KVM');
  });
});

test('the system view shows engine, images and machine', async () => {
  expect(await got('/api/system')).toMatchObject({
    engine: { reachable: true, version: '28.0' },
    machine: { cores: 2 },
    images: Array.from({ length: 5 }, () => ({ state: 'ready' })),
  });
});
