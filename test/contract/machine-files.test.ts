import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileExpectation, LabPath } from '#contract/files.ts';
import { freshLab, recordedRun, unstopped, worlds } from './trial-world.ts';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

async function* pieces(text: string, step = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

describe.each(worlds)('files of a machine in %s', (_name, make) => {
  const world = make();
  const lab = freshLab();
  const { files, hosts, machines } = world;
  const at = (path: string, user = 'learner') => ({
    lab,
    machine: 'workstation',
    user,
    path: LabPath.parse(path),
  });
  const save = (path: string, text: string, expected = 'any', user = 'learner') =>
    files.save(
      at(path, user),
      { bytes: Buffer.byteLength(text), content: pieces(text), expect: FileExpectation.parse(expected) },
      unstopped(),
    );
  const read = async (path: string, maxBytes = 1000, user = 'learner') => {
    const { content, ...file } = await files.open(at(path, user), maxBytes, unstopped());
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    return { ...file, text: Buffer.concat(chunks).toString('utf8') };
  };

  beforeAll(async () => {
    await hosts.createNetwork(lab, unstopped());
    await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  });
  afterAll(() => machines.destroy(lab, unstopped()));

  test('what is saved below the home is read again, under its whole path', async () => {
    expect(await save('notes/../a.txt'.replace('notes/../', ''), 'grün\n')).toEqual({
      path: '/home/learner/a.txt',
    });
    const file = { path: '/home/learner/a.txt', bytes: 6, writable: true, text: 'grün\n' };
    expect(await read('a.txt')).toEqual(file);
    expect(await read('~/a.txt')).toEqual(file);
    expect(await read('/home/learner/a.txt')).toEqual(file);
  });

  test('an empty file is a file', async () => {
    await save('empty', '');
    expect(await read('empty')).toMatchObject({ bytes: 0, text: '' });
  });

  test('a name with spaces and quotes is a name', async () => {
    const name = `it's "a" $(name) -rf ;`;
    expect(await save(name, 'x')).toEqual({ path: `/home/learner/${name}` });
    expect((await read(name)).text).toBe('x');
  });

  test('an expectation guards what is there', async () => {
    await save('guarded', 'one', 'absent');
    await expect(save('guarded', 'two', 'absent')).rejects.toMatchObject({ code: 'file.exists' });
    await expect(save('guarded', 'two', sha256('other'))).rejects.toMatchObject({ code: 'file.changed' });
    await expect(save('never-was', 'two', sha256('one'))).rejects.toMatchObject({ code: 'file.changed' });
    expect((await read('guarded')).text).toBe('one');
    await save('guarded', 'two', sha256('one'));
    await save('guarded', 'three', 'any');
    expect((await read('guarded')).text).toBe('three');
  });

  test.each([
    ['a file that is not there', () => read('none.txt'), 'file.not-found'],
    ['a folder that is not there', () => save('none/a.txt', 'x'), 'file.not-found'],
    ['reading a folder', () => read('/etc'), 'file.unfit'],
    ['writing onto a folder', () => save('/tmp', 'x'), 'file.unfit'],
    ['writing where the user may not', () => save('/etc/learner.txt', 'x'), 'file.denied'],
    ['more than is wanted', () => read('a.txt', 5), 'request.too-large'],
    ['listing what is no folder', () => files.list(at('a.txt'), 9, unstopped()), 'file.unfit'],
    ['listing what is not there', () => files.list(at('/none'), 9, unstopped()), 'file.not-found'],
  ] as const)('%s is refused with its reason', async (_what, act, code) => {
    await expect(act()).rejects.toMatchObject({ code });
  });

  test('a content that ends early changes nothing', async () => {
    await save('kept', 'before');
    const short = { bytes: 100, content: pieces('short'), expect: FileExpectation.parse('any') };
    await expect(files.save(at('kept'), short, unstopped())).rejects.toMatchObject({ code: 'file.unfit' });
    expect((await read('kept')).text).toBe('before');
  });

  test('a save that is given up changes nothing and leaves nothing', async () => {
    await save('kept', 'before');
    const stop = new AbortController();
    async function* never(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      stop.abort();
      yield Buffer.from(' more');
      await new Promise(() => undefined);
    }
    const slow = { bytes: 1000, content: never(), expect: FileExpectation.parse('any') };
    await expect(files.save(at('kept'), slow, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await read('kept')).text).toBe('before');
    const names = (await files.list(at('~'), 99, unstopped())).entries.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('.cks-lab'))).toEqual([]);
  });

  test('a folder is listed in order, up to a limit', async () => {
    for (const name of ['c.yaml', 'b.yaml']) await save(`/tmp/${name}`, 'x', 'any', 'root');
    const folder = await files.list(at('/tmp'), 99, unstopped());
    expect(folder).toMatchObject({ path: '/tmp', more: false });
    expect(folder.entries.filter(({ name }) => name.endsWith('.yaml'))).toEqual([
      { name: 'b.yaml', kind: 'file' },
      { name: 'c.yaml', kind: 'file' },
    ]);
    expect(await files.list(at('/'), 1, unstopped())).toMatchObject({ more: true });
    const root = await files.list(at('/'), 99, unstopped());
    expect(root.entries).toContainEqual({ name: 'etc', kind: 'folder' });
  });
});
