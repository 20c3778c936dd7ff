import { afterEach, beforeEach, expect, test } from 'vitest';
import { PackOnDisk, readPacks } from '../../testing/pack-on-disk.ts';

let pack: PackOnDisk;
beforeEach(async () => {
  pack = await PackOnDisk.make();
});
afterEach(() => pack.remove());

const to = '/etc/docker/daemon.json';

/** What is told of the sample with these files in a host beside its cluster. */
async function told(...files: readonly Record<string, unknown>[]): Promise<string[]> {
  const environment = { kind: 'cluster', nodes: 2, hosts: [{ name: 'box', files }] };
  const home = await pack.writeSample('one', { environment });
  await pack.write(`${home}/files/good.json`, '{ "debug": {{vars.word}} }\n');
  await pack.write(`${home}/files/wrong.json`, '{{vars.wrod}}\n');
  const faults = (await readPacks(pack)).faults();
  expect(faults.every(({ line }) => line !== undefined)).toBe(true);
  return faults.map(({ field, message }) => `${field}: ${message}`);
}

test('files of a host are read with the scenario', async () => {
  expect(await told({ from: 'files/good.json', to }, { from: 'files/good.json', to: '/srv/a' })).toEqual([]);
});

test.each([
  [{ from: 'files/none.json', to }, 'from: There is no file files/none.json.'],
  [{ from: '../two/files/good.json', to }, 'from: name a file inside the scenario folder'],
  [{ from: 'files/wrong.json', to }, 'from: files/wrong.json asks for wrod, which is not under vars'],
  [{ from: 'files/good.json', to: '/etc/{{vars.wrod}}' }, 'to: there is no variable wrod under vars'],
  [{ from: 'files/good.json', to, mode: '644' }, 'mode: write a mode as four octal digits, such as 0644'],
  [
    { from: 'files/good.json', to, owner: 'mara:mara' },
    'owner: Invalid option: expected one of "root:root"|"learner:learner"',
  ],
  [{ from: 'files/good.json', to, on: 'cp' }, 'on: there is no field on here'],
])('%j is told at its place', async (file, fault) => {
  expect(await told(file)).toContain(`environment.hosts.0.files.0.${fault}`);
});

test.each(['etc/a', '/etc/../a', '/etc/./a', '/etc//a', '/etc/', '/', '/..'])(
  '%s is no path of a file',
  async (path) => {
    expect(await told({ from: 'files/good.json', to: path })).toContain(
      'environment.hosts.0.files.0.to: write the absolute path of a file, without . and ..',
    );
  },
);

test.each(['/run/a', '/tmp/b/c', '/var/run/docker.sock', '/proc/1/x', '/etc/hosts', '/etc/resolv.conf'])(
  'nobody would see %s after the boot',
  async (path) => {
    const [fault] = await told({ from: 'files/good.json', to: path });
    expect(fault).toMatch(/^environment\.hosts\.0\.files\.0\.to: .* in a setup step$/);
  },
);

test('two files do not go to one place', async () => {
  const file = { from: 'files/good.json', to };
  expect(await told(file, { from: 'files/good.json', to: '/srv/a' }, file)).toEqual([
    `environment.hosts.0.files.2.to: another file of box goes to ${to}`,
  ]);
});

test('nodes of a cluster have no such files', async () => {
  await pack.writeSample('one', { environment: { kind: 'cluster', nodes: 1, files: [] } });
  expect((await readPacks(pack)).faults()).toMatchObject([
    { field: 'environment.files', message: 'there is no field files here' },
  ]);
});
