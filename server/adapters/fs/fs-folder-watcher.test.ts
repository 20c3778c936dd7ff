import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PackOnDisk } from '../../testing/pack-on-disk.ts';
import { QuietLog } from '../../testing/quiet-log.ts';
import { FsFolderWatcher } from './fs-folder-watcher.ts';

let pack: PackOnDisk;
let stop = (): void => undefined;
let calls = 0;
let heard = (): void => undefined;
const log = new QuietLog();

beforeEach(async () => {
  pack = await PackOnDisk.make();
  await pack.writeSample('one');
  await watching(pack.folder);
});
afterEach(async () => {
  stop();
  await pack.remove();
});

/** Begins to watch, and resolves when everything that is there is watched. */
async function watching(folder: string): Promise<void> {
  stop();
  const begun = nextCall();
  stop = new FsFolderWatcher(log).watch([folder], () => {
    calls++;
    heard();
  });
  await begun;
}

function nextCall(): Promise<void> {
  return new Promise((resolve) => {
    heard = resolve;
  });
}

/** Makes a change and waits until it was told. */
async function told(change: () => Promise<unknown>): Promise<void> {
  const call = nextCall();
  await change();
  await call;
}

const at = (path: string): string => join(pack.folder, path);
const file = 'cluster-setup/one/scenario.yaml';

test('a file that is saved in place is told', async () => {
  await told(() => writeFile(at(file), 'id: one\n'));
});

test('a file that an editor saves under another name and renames is told, again and again', async () => {
  for (const text of ['one', 'two', 'three']) {
    const save = async (): Promise<void> => {
      await writeFile(at(`${file}.tmp`), text);
      await rename(at(`${file}.tmp`), at(file));
    };
    await told(save);
  }
});

test('a new folder is told, and so is what is saved in it later', async () => {
  await told(() => pack.writeSample('two'));
  await told(() => mkdir(at('cluster-setup/two/wrong/deep/er'), { recursive: true }));
  await told(() => writeFile(at('cluster-setup/two/wrong/deep/er/a.sh'), 'true\n'));
});

test('a folder that is renamed is told, and is watched under its new name', async () => {
  await told(() => rename(at('cluster-setup/one'), at('cluster-setup/other')));
  await told(() => writeFile(at('cluster-setup/other/story.md'), 'New\n'));
});

test('a folder that takes the place of another is watched', async () => {
  await pack.write('spare/solution/one.sh', 'true\n');
  const swap = async (): Promise<void> => {
    await rename(at('cluster-setup/one'), at('old'));
    await rename(at('spare'), at('cluster-setup/one'));
  };
  await told(swap);
  await told(() => writeFile(at('cluster-setup/one/solution/one.sh'), 'false\n'));
});

test('a folder that is removed and made again is told both times', async () => {
  await told(() => rm(at('cluster-setup/one'), { recursive: true }));
  await told(() => mkdir(at('cluster-setup/one')));
  await told(() => writeFile(at('cluster-setup/one/story.md'), 'New\n'));
});

test('the whole pack may go and come back', async () => {
  await told(() => rename(pack.folder, `${pack.folder}-away`));
  await told(() => rename(`${pack.folder}-away`, pack.folder));
  await told(() => writeFile(at(file), 'id: one\n'));
});

test('many changes at once are few calls', async () => {
  calls = 0;
  const began = performance.now();
  await told(async () => {
    await Promise.all(Array.from({ length: 100 }, (_, n) => writeFile(at(`cluster-setup/one/${n}.md`), 'x')));
  });
  // However slow the machine is: one call needs 80 ms in which nothing happens.
  expect(calls).toBeLessThanOrEqual(2 + (performance.now() - began) / 80);
});

test('a pack that is reached by a link is watched, and a link in it is not followed', async () => {
  const link = `${pack.folder}-link`;
  await symlink(pack.folder, link);
  await symlink('/', at('cluster-setup/everything'));
  await watching(link);
  await told(() => writeFile(at(file), 'id: one\n'));
  await rm(link);
});

test('nothing is told after the end', async () => {
  let others = 0;
  await new Promise<void>((resolve) => {
    const end = new FsFolderWatcher(log).watch([pack.folder], () => {
      others++;
      end();
      resolve();
    });
  });
  // The watcher that still looks hears of it; the ended one would have, too.
  await told(() => writeFile(at(file), 'id: one\n'));
  expect(others).toBe(1);
  expect(log.entries).toEqual([]);
});
