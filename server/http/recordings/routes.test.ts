import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Socket } from 'socket.io-client';
import type { Ack, ShellOpened } from '#contract/events.ts';
import { ApiProblem } from '#contract/api.ts';
import { RecordingSetting, RecordingView } from '#contract/recording.ts';
import { ScriptedTerminals } from '../../testing/scripted-pty.ts';
import { ServerWorld } from '../../testing/server-world.ts';

const terminals = new ScriptedTerminals();
let world: ServerWorld;
beforeAll(async () => {
  world = new ServerWorld();
  world.terminals = terminals;
  await world.open();
  await world.enter();
});
afterAll(() => world.close());

const once = (socket: Socket, event: string): Promise<void> =>
  new Promise((done) => socket.once(event, () => done()));

test('a shell is recorded, shown, downloaded and removed', async () => {
  const lab = await world.startLab();
  const socket = world.socket('/terminal');
  await once(socket, 'connect');
  const request = { lab: lab.id, terminal: 'cp', cols: 90, rows: 20 };
  const opened = (await socket.emitWithAck('shell.open', request)) as Ack<ShellOpened>;
  if (!opened.ok) throw new Error(opened.problem.message);
  const said = once(socket, 'shell.output');
  terminals.opened.at(-1)?.say('hello');
  await said;
  await world.ask(`/api/labs/${lab.id}/hints`, { method: 'POST', body: { task: 'first', index: 0 } });
  const path = `/api/recordings/${lab.attempt}`;
  const view = RecordingView.parse(await (await world.ask(path)).json());
  expect(view.shells).toMatchObject([{ shell: opened.value.shell, terminal: 'cp', user: 'root' }]);
  expect(view.moments.map(({ kind }) => kind)).toEqual(['opened', 'hint']);
  const cast = await world.ask(`${path}/${opened.value.shell}`);
  expect(cast.headers.get('content-disposition')).toContain('attachment');
  expect(cast.headers.get('content-type')).toContain('application/x-asciicast');
  expect(await cast.text()).toContain('hello');
  expect((await world.ask(path, { method: 'DELETE' })).status).toBe(200);
});

test.each([
  ['/api/recordings/..%2f..%2fetc', 400, 'request.invalid'],
  ['/api/recordings/att-aaaaaaaaaaaz', 404, 'recording.not-found'],
  ['/api/recordings/att-aaaaaaaaaaaz/..%2ftimeline', 400, 'request.invalid'],
  ['/api/recordings/att-aaaaaaaaaaaz/sh-aaaaaaaaaaaa', 404, 'recording.not-found'],
])('%s is answered with %i', async (path, status, code) => {
  const answer = await world.ask(path);
  expect(answer.status).toBe(status);
  expect(ApiProblem.parse(await answer.json()).problem.code).toBe(code);
});

test('the switch is kept', async () => {
  const answer = await world.ask('/api/recording-setting', { method: 'PUT', body: { on: false } });
  expect(RecordingSetting.parse(await answer.json())).toMatchObject({ allowed: true, on: false });
  expect(await (await world.ask('/api/recording-setting')).json()).toMatchObject({ on: false });
});
