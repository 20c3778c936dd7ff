import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtImage, TrialMachine } from './image-trial.ts';

const root = new URL('../..', import.meta.url).pathname;
/** What a frozen package mirror needs on this machine, it needs in there too. */
const aptSettings = ['/etc/apt/apt.conf.d'].filter((path) => existsSync(path));

let machine: TrialMachine;
beforeAll(async () => {
  machine = await TrialMachine.start(await builtImage('base'), {
    Cmd: ['sleep', 'infinity'],
    // An engine cannot keep its layers on the layers of another one.
    Volumes: { '/var/lib/docker': {} },
    HostConfig: {
      Privileged: true,
      Binds: [root, dirname(process.execPath), ...aptSettings].map((path) => `${path}:${path}:ro`),
    },
  });
});
afterAll(() => machine.remove());

test('a bare Debian gets an engine, and asking again changes nothing', async () => {
  const packages = 'dpkg-query --show --showformat "${Package} ${Version}\\n"';
  const before = (await machine.sh(packages)).split('\n');
  const output = await machine.sh(`${process.execPath} ${root}/test/contract/bare-machine.ts`);
  const said: unknown = JSON.parse(output.split('\n').at(-1) ?? '');
  expect(said).toEqual({
    before: null,
    ends: ['engine:lists true', 'engine:packages true', 'engine:start true'],
    after: { address: 'default', version: expect.stringMatching(/^\d+\./) },
  });
  const after = new Set((await machine.sh(packages)).split('\n'));
  expect(before.filter((line) => !after.has(line))).toEqual([]);
  expect(await machine.sh('ls -A /var/lib/apt/lists')).toBe('');
});
