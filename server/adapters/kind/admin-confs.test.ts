import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { AdminConfs } from './admin-confs.ts';

const lab = LabId.parse('lab-aaaaaaaa');
let home: string;
const folder = (): string => join(home, 'clusters');
beforeAll(async () => (home = await mkdtemp(join(tmpdir(), 'cks-lab-confs-'))));
afterAll(() => rm(home, { recursive: true }));

const reads = (text: string) => async (): Promise<string> => text;
const readsNothing = (): never => {
  throw new Error('it was read again');
};

test('what was read first counts, whatever is there later, also for a server that starts anew', async () => {
  const confs = new AdminConfs(folder());
  expect(
    await Promise.all([confs.of(lab, 'node-1', reads('its own')), confs.of(lab, 'node-1', reads('other'))]),
  ).toEqual(['its own', 'its own']);
  expect(await confs.of(lab, 'node-1', readsNothing)).toBe('its own');
  expect(await new AdminConfs(folder()).of(lab, 'node-1', readsNothing)).toBe('its own');
});

test('nobody but the user of the server may read it', async () => {
  const [name = ''] = await readdir(folder());
  const modes = await Promise.all(
    [folder(), join(folder(), name)].map(async (path) => (await stat(path)).mode),
  );
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600]);
});

test('another control plane is read anew', async () => {
  const confs = new AdminConfs(folder());
  expect(await confs.of(lab, 'node-2', reads('of the next'))).toBe('of the next');
  expect(await new AdminConfs(folder()).of(lab, 'node-2', readsNothing)).toBe('of the next');
});

test('what could not be read is not kept', async () => {
  const confs = new AdminConfs();
  await expect(confs.of(lab, 'node-1', async () => Promise.reject(new Error('not yet')))).rejects.toThrow(
    'not yet',
  );
  expect(await confs.of(lab, 'node-1', reads('now'))).toBe('now');
});

test('what was kept and is damaged is no reason to believe what is there now', async () => {
  await writeFile(join(folder(), `${lab}.json`), '{');
  const again = new AdminConfs(folder()).of(lab, 'node-2', reads('forged'));
  await expect(again).rejects.toMatchObject({
    code: 'runtime.failed',
    remedy: expect.stringContaining('Reset'),
  });
});

test('it goes with its lab', async () => {
  await new AdminConfs(folder()).forget(lab);
  expect(await readdir(folder())).toEqual([]);
  expect(await new AdminConfs(folder()).of(lab, 'node-2', reads('new'))).toBe('new');
});
