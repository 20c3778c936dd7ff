import { afterAll, beforeAll, expect, test } from 'vitest';
import { FileExpectation, LabPath } from '#contract/files.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const { files, hosts, machines } = world;
const lab = freshLab();
const at = (path: string, user = 'learner') => ({
  lab,
  machine: 'workstation',
  user,
  path: LabPath.parse(path),
});
const sh = async (script: string, user = 'root') => {
  const options = { signal: unstopped(), timeoutMs: 20_000, user };
  return (await machines.exec(lab, 'workstation', ['/bin/sh', '-c', script], options)).stdout.trim();
};
const any = FileExpectation.parse('any');
const block = Buffer.alloc(256 * 1024, 'x');
async function* blocks(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield block;
}
const save = (path: string, count: number, user = 'learner') =>
  files.save(
    at(path, user),
    { bytes: count * block.length, content: blocks(count), expect: any },
    unstopped(),
  );

async function drained(content: AsyncIterable<Uint8Array>): Promise<number> {
  let got = 0;
  for await (const chunk of content) got += chunk.byteLength;
  return got;
}

beforeAll(async () => {
  await hosts.createNetwork(lab, unstopped());
  await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
});
afterAll(() => machines.destroy(lab, unstopped()));

test('a file of the largest size goes in and comes out whole', async () => {
  await save('/home/learner/large', 256);
  expect(await sh('stat -c %s /home/learner/large; tr -d x </home/learner/large | wc -c')).toBe(
    '67108864\n0',
  );
  const { bytes, content } = await files.open(at('large'), 64 * 1024 * 1024, unstopped());
  expect([bytes, await drained(content)]).toEqual([67_108_864, 67_108_864]);
});

test('a file that is replaced keeps its mode, its owner and the link that leads to it', async () => {
  await sh('echo old >/srv/real; chmod 640 /srv/real; chown 7:7 /srv/real; ln -s /srv/real /srv/link');
  expect(await save('/srv/link', 1, 'root')).toEqual({ path: '/srv/real' });
  expect(await sh('stat -c "%a %u %g %s" /srv/real; readlink /srv/link')).toBe('640 7 7 262144\n/srv/real');
});

test('a file in a folder that the user may not write to is written in place', async () => {
  await sh('mkdir -p /srv/theirs; echo old >/srv/theirs/a; chown learner /srv/theirs/a');
  await save('/srv/theirs/a', 1);
  expect(await sh('stat -c "%U %s" /srv/theirs/a; ls -A /srv/theirs')).toBe('learner 262144\na');
});

test('a file that is mounted by itself is written, not replaced', async () => {
  const content = (await sh('cat /etc/hosts')).concat('\n127.0.0.1 mine\n');
  async function* text(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(content);
  }
  await files.save(
    at('/etc/hosts', 'root'),
    { bytes: content.length, content: text(), expect: any },
    unstopped(),
  );
  expect(await sh('grep -c mine /etc/hosts')).toBe('1');
});

test('a machine without room says so and keeps what was there', async () => {
  await sh('echo old >/dev/shm/a; chmod 666 /dev/shm/a; head -c 60000000 /dev/zero >/dev/shm/fill');
  await expect(save('/dev/shm/a', 64)).rejects.toMatchObject({ code: 'disk.full' });
  expect(await sh('cat /dev/shm/a; ls -A /dev/shm; rm /dev/shm/fill')).toBe('old\na\nfill');
});

test.each([
  ['a device', '/dev/zero', 'file.unfit'],
  ['a pipe', '/srv/pipe', 'file.unfit'],
  ['what only root may read', '/etc/shadow', 'file.denied'],
  ['a link to nowhere', '/srv/nowhere', 'file.not-found'],
])('%s is refused', async (_what, path, code) => {
  await sh('[ -p /srv/pipe ] || mkfifo -m 666 /srv/pipe; ln -sf /none /srv/nowhere');
  await expect(files.open(at(path), 1000, unstopped())).rejects.toMatchObject({ code });
});

test('a file without a size is read to its end, and no further than the limit', async () => {
  const chunks: Uint8Array[] = [];
  const { bytes, content } = await files.open(at('/proc/meminfo'), 100_000, unstopped());
  for await (const chunk of content) chunks.push(chunk);
  expect(bytes).toBe(0);
  expect(Buffer.concat(chunks).toString('utf8')).toContain('MemTotal');
  const cut = await files.open(at('/proc/meminfo'), 10, unstopped());
  await expect(drained(cut.content)).rejects.toMatchObject({ code: 'request.too-large' });
});

test('reading that is given up leaves no process behind', async () => {
  const stop = new AbortController();
  const { content } = await files.open(at('large'), 64 * 1024 * 1024, stop.signal);
  for await (const chunk of content) {
    expect(chunk.byteLength).toBeGreaterThan(0);
    break;
  }
  expect(await sh('pgrep -cx head')).toBe('0');
});

test('a machine that was made to lie is not believed', async () => {
  await sh(
    `mv /usr/bin/head /usr/bin/head.real; printf '#!/bin/sh\\nhead.real -c 5000000 /dev/zero\\n' >/usr/bin/head; chmod 755 /usr/bin/head; echo one >/home/learner/one`,
  );
  const { content } = await files.open(at('one'), 1000, unstopped());
  await expect(drained(content)).rejects.toMatchObject({ code: 'request.too-large' });
  await sh('mv /usr/bin/head.real /usr/bin/head');
});
