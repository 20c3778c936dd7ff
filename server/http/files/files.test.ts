import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '#contract/api.ts';
import { fileLimit, FileSaved, FileText, FolderView, ShellFolder } from '#contract/files.ts';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
let base: string;
beforeAll(async () => {
  world = await new ServerWorld().open();
  await world.enter();
  const lab = await world.startLab('host');
  base = `/api/labs/${lab.id}/terminals/${lab.terminals[0]?.id}`;
});
afterAll(() => world.close());

const bytes = { 'content-type': 'application/octet-stream' };
const put = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  world.ask(`${base}/file?path=${encodeURIComponent(path)}`, {
    method: 'PUT',
    headers: { ...bytes, ...headers },
    body,
  });
const get = (what: string, path: string) => world.ask(`${base}/${what}?path=${encodeURIComponent(path)}`);
const code = async (answer: Response) => ApiProblem.parse(await answer.json()).problem.code;

test('a file goes in and comes out as an attachment that no browser shows', async () => {
  const saved = FileSaved.parse(await (await put('~/page.html', '<script>1</script>')).json());
  expect(saved).toMatchObject({ path: expect.stringContaining('/page.html'), bytes: 18 });
  const answer = await get('file', 'page.html');
  expect(await answer.text()).toBe('<script>1</script>');
  const { headers } = answer;
  expect(headers.get('content-disposition')).toBe('attachment; filename=page.html');
  expect(headers.get('content-type')).toBe('application/octet-stream');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-length')).toBe('18');
});

test('an upload does not replace what is there unless it is told to', async () => {
  await put('once', 'one', { 'if-none-match': '*' });
  const again = await put('once', 'two', { 'if-none-match': '*' });
  expect([again.status, await code(again)]).toEqual([409, 'file.exists']);
  expect((await put('once', 'two')).status).toBe(200);
  expect(await (await get('file', 'once')).text()).toBe('two');
});

test('the editor saves what it opened, and hears when somebody else was faster', async () => {
  await put('edit.yaml', 'a: 1\n');
  const opened = FileText.parse(await (await get('text', 'edit.yaml')).json());
  expect(opened).toMatchObject({ text: 'a: 1\n', writable: true });
  const first = await put('edit.yaml', 'a: 2\n', { 'if-match': `"${opened.sha256}"` });
  const { sha256 } = FileSaved.parse(await first.json());
  const late = await put('edit.yaml', 'a: 3\n', { 'if-match': `"${opened.sha256}"` });
  expect([late.status, await code(late)]).toEqual([412, 'file.changed']);
  expect((await put('edit.yaml', 'a: 4\n', { 'if-match': `"${sha256}"` })).status).toBe(200);
});

test('bytes that are no text are not opened in the editor', async () => {
  await put('binary', 'a\u0000b');
  const answer = await get('text', 'binary');
  expect([answer.status, await code(answer)]).toEqual([422, 'file.unfit']);
});

test('files that are sent to a shell go where it is; without one, to the home', async () => {
  const folder = async (number: number) => {
    const answer = await world.ask(`${base}/shells/${number}/folder`);
    return ShellFolder.parse(await answer.json());
  };
  expect(await folder(1)).toEqual({ path: '~', shown: '~', is: 'home' });
  const socket = world.socket('/terminal');
  const [, , , lab, , terminal] = base.split('/');
  const request = { lab, terminal, cols: 80, rows: 24 };
  const { value } = await socket.timeout(30_000).emitWithAck('shell.open', request);
  const type = (data: string) => socket.timeout(30_000).emit('shell.input', { shell: value.shell, data });
  type('cd /home/learner/work\r');
  await expect.poll(() => folder(1)).toEqual({ path: '/home/learner/work', shown: '~/work', is: 'current' });
  type('cd /a/../b\r');
  await expect.poll(() => folder(1)).toEqual({ path: '~', shown: '~', is: 'home' });
  for (const number of ['0', '100', 'x']) {
    expect((await world.ask(`${base}/shells/${number}/folder`)).status).toBe(400);
  }
});

test('a folder tells its names', async () => {
  await put('/tmp/one.yaml', '1');
  const folder = FolderView.parse(await (await get('folder', '/tmp')).json());
  expect(folder).toEqual({ path: '/tmp', entries: [{ name: 'one.yaml', kind: 'file' }], more: false });
});

describe('refused', () => {
  test.each([
    ['a way out', '../../etc/passwd', 400],
    ['a way out in the middle', '/home/../etc/passwd', 400],
    ['a NUL', 'a\u0000b', 400],
    ['a line break', 'a\nno', 400],
    ['nothing', '', 400],
    ['a path without end', `/${'x'.repeat(2000)}`, 400],
    ['a file that is not there', 'none', 404],
    ['a folder', '/tmp', 422],
  ])('%s as a path', async (_what, path, status) => {
    expect((await get('file', path)).status).toBe(status);
    const saved = await put(path, 'x');
    expect(saved.status).toBe(path === 'none' ? 200 : status);
  });

  test('a file that is too large, before a byte of it is taken', async () => {
    const { port, cookie } = world;
    const headers = { cookie, 'x-cks-lab': '1', ...bytes, 'content-length': String(fileLimit + 1) };
    const status = await new Promise((resolve, reject) => {
      const path = `${base}/file?path=large`;
      const sent = request({ host: '127.0.0.1', port, path, method: 'PUT', headers }, (res) => {
        resolve(res.statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
  });

  test.each([
    ['a foreign page that reads', 'GET', { origin: 'https://evil.example' }, 403],
    ['a page of another port that writes', 'PUT', { origin: 'http://127.0.0.1:1', ...bytes }, 403],
    ['a form', 'PUT', { 'x-cks-lab': '', ...bytes }, 403],
    ['a foreign page that links', 'GET', { 'sec-fetch-site': 'cross-site' }, 403],
    ['nobody', 'GET', { cookie: '' }, 401],
    ['nobody who writes', 'PUT', { cookie: '', ...bytes }, 401],
    ['a body of another type', 'PUT', { 'content-type': 'text/plain' }, 400],
    ['a made-up expectation', 'PUT', { 'if-match': '"x"', ...bytes }, 400],
  ] as const)('%s', async (_who, method, headers, status) => {
    const answer = await world.ask(`${base}/file?path=once`, {
      method,
      headers,
      ...(method === 'PUT' && { body: 'evil' }),
    });
    expect(answer.status).toBe(status);
    if (method === 'PUT') expect(await (await get('file', 'once')).text()).toBe('two');
  });

  test('a terminal, a lab and an id that are none', async () => {
    const at = (path: string) => world.ask(`/api/labs/${path}/file?path=x`);
    expect((await at(base.replace(/^\/api\/labs\//, '').replace(/[^/]+$/, 'other'))).status).toBe(404);
    expect((await at('lab-aaaaaaaa/terminals/workstation')).status).toBe(404);
    expect((await at('..%2f/terminals/workstation')).status).toBe(400);
  });
});

test('without an editor files are not opened for it, and the rest goes on', async () => {
  const own = new ServerWorld();
  own.editor = false;
  await own.open();
  await own.enter();
  const lab = await own.startLab('host');
  const at = `/api/labs/${lab.id}/terminals/${lab.terminals[0]?.id}`;
  const text = await own.ask(`${at}/text?path=x`);
  expect([text.status, await code(text)]).toEqual([403, 'feature.off']);
  expect((await own.ask(`${at}/folder?path=/tmp`)).status).toBe(200);
  await own.close();
});
