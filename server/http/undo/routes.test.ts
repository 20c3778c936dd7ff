import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiProblem, AttemptView } from '#contract/api.ts';
import type { LabId } from '#contract/ids.ts';
import { LabView } from '#contract/lab.ts';
import { RecordingView } from '#contract/recording.ts';
import { SnapshotView } from '#contract/snapshots.ts';
import { Fault } from '#domain/fault.ts';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
let lab: LabView;
beforeEach(async () => {
  world = await new ServerWorld().open();
  await world.enter();
  lab = await world.startLab();
});
afterEach(() => world.close());

const post = (what: string, body: unknown = {}, id: LabId = lab.id): Promise<Response> =>
  world.ask(`/api/labs/${id}/${what}`, { method: 'POST', body });
const list = async (): Promise<SnapshotView[]> =>
  z.array(SnapshotView).parse(await (await world.ask(`/api/labs/${lab.id}/snapshots`)).json());
const codeOf = async (answer: Response): Promise<string> =>
  ApiProblem.parse(await answer.json()).problem.code;
const logged = (text: string): boolean => world.log.entries.some((entry) => entry.text === text);
const ready = (): Promise<void> =>
  world.until((event) => event.type === 'lab.changed' && event.lab.state === 'ready');

test('a learner saves a lab and goes back; points stay, verdicts of the state that is gone do not', async () => {
  const saved = SnapshotView.parse(await (await post('snapshots')).json());
  expect(saved).toMatchObject({ id: 1, cause: { kind: 'learner' } });
  await post('gradings');
  const back = ready();
  const answer = await post('undo', { snapshot: saved.id });
  expect(LabView.parse(await answer.json()).state).toBe('restoring');
  await back;
  const detail = (await (await world.ask(`/api/labs/${lab.id}`)).json()) as object;
  expect(detail).not.toHaveProperty('report');
  const [attempt] = z.array(AttemptView).parse(await (await world.ask('/api/attempts')).json());
  expect(attempt?.gradings).toBe(1);
  const recording = RecordingView.parse(await (await world.ask(`/api/recordings/${lab.attempt}`)).json());
  expect(recording.moments.map(({ kind }) => kind)).toEqual(['check', 'undo']);
});

test('each check is preceded by a snapshot, which are counted', async () => {
  for (const number of [1, 2]) {
    await post('gradings');
    await expect
      .poll(list, { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ cause: { kind: 'check', number } }));
  }
});

test('a check neither fails nor waits when the lab cannot be saved', async () => {
  const fault = new Fault('snapshot.failed', 'No.', { remedy: 'Try again.' });
  world.engine.world.failNext('save', fault);
  expect((await post('gradings')).status).toBe(200);
  await expect.poll(() => logged('no snapshot before the check'), { timeout: 10_000 }).toBe(true);
  expect(await list()).toEqual([]);
  world.engine.world.failNext('save', fault);
  const answer = await post('snapshots');
  expect([answer.status, await codeOf(answer)]).toEqual([500, 'snapshot.failed']);
});

test.each([
  [{ snapshot: 99 }, 404, 'snapshot.not-found'],
  [{ snapshot: '../1' }, 400, 'request.invalid'],
  [{ snapshot: 0 }, 400, 'request.invalid'],
  [{}, 400, 'request.invalid'],
])('going back to %o is answered with %i', async (body, status, code) => {
  const answer = await post('undo', body);
  expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
});

test('a lab that is not there has no snapshots', async () => {
  const nobody = 'lab-zzzzzzzz' as LabId;
  expect(await codeOf(await world.ask(`/api/labs/${nobody}/snapshots`))).toBe('lab.not-found');
  expect(await codeOf(await post('snapshots', {}, nobody))).toBe('lab.not-found');
  expect(await codeOf(await post('undo', { snapshot: 1 }, nobody))).toBe('lab.not-found');
});
