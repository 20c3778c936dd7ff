import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DockerLabNetwork } from '#adapters/docker/docker-lab-network.ts';
import { Engine } from '#adapters/docker/engine.ts';
import type { DialTarget, Wire } from '#ports/lab-network.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const { hosts, machines } = world;
const network = new DockerLabNetwork(new Engine(), world.owner);
const lab = freshLab();
const sh = async (script: string) => {
  const options = { signal: unstopped(), timeoutMs: 20_000 };
  return (await machines.exec(lab, 'workstation', ['/bin/bash', '-c', script], options)).stdout.trim();
};
const dial = (to: DialTarget) => network.dial(lab, 'workstation', to, AbortSignal.timeout(10_000));
const tunnels = () => sh("pgrep -fc '^/observer tunnel'");

/** Everything that comes until the other end closes. */
async function rest(wire: Wire): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await new Promise<void>((resolve) => {
    wire.onData((data) => (data === undefined ? resolve() : void chunks.push(Buffer.from(data))));
  });
  return Buffer.concat(chunks);
}

beforeAll(async () => {
  await hosts.createNetwork(lab, unstopped());
  await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  await hosts.createObservers(lab, ['workstation'], await world.image('observer'), recordedRun());
  await sh(`
    head -c 5000000 /dev/zero | tr '\\0' x >/tmp/large
    ncat -lk 127.0.0.1 8001 -c 'read line; echo "got $line"' >/dev/null 2>&1 &
    ncat -lk 127.0.0.1 8002 -c 'cat /tmp/large' >/dev/null 2>&1 &
    # ncat would wait for cat to read while cat waits for ncat; here cat has the connection itself.
    perl -MIO::Socket::INET -e '
      $SIG{CHLD} = "IGNORE";
      my $at = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8003, Listen => 5, ReuseAddr => 1) or die;
      while (my $one = $at->accept) {
        if (fork) { close $one; next }
        open STDIN, "<&", $one; open STDOUT, ">&", $one; exec "cat";
      }' >/dev/null 2>&1 &
    ncat -lk "$(hostname -i)" 8004 -c 'echo outside' >/dev/null 2>&1 &
    ncat -lk 127.0.0.1 8005 -c 'sha256sum' >/dev/null 2>&1 &`);
  await vi.waitFor(async () => expect(await sh('ss -tlnH | grep -c ":800[1-5]"')).toBe('5'), {
    timeout: 60_000,
  });
});
afterAll(() => machines.destroy(lab, unstopped()));

test('what listens on the loopback of a machine answers, and its end is told', async () => {
  const wire = await dial({ port: 8001 });
  const answer = rest(wire);
  await wire.write(Buffer.from('hello\n'));
  expect(String(await answer)).toBe('got hello\n');
});

test('what listens on its address alone answers too', async () => {
  expect(String(await rest(await dial({ port: 8004 })))).toBe('outside\n');
  const address = await sh('hostname -i');
  expect(String(await rest(await dial({ port: 8004, address })))).toBe('outside\n');
});

test('much arrives whole, with a brake', async () => {
  const wire = await dial({ port: 8002 });
  wire.pause();
  const all = rest(wire);
  setTimeout(() => wire.resume(), 300);
  expect((await all).length).toBe(5_000_000);
});

test('much is sent whole', async () => {
  const wire = await dial({ port: 8003 });
  let got = 0;
  const back = new Promise<void>((resolve) => {
    wire.onData((data) => {
      got += data?.byteLength ?? 0;
      if (got === 3_000_000) resolve();
    });
  });
  for (let n = 0; n < 30; n += 1) await wire.write(Buffer.alloc(100_000, 'y'));
  await back;
  wire.close();
  expect(got).toBe(3_000_000);
});

test.each([
  ['a port that nobody listens on', { port: 9 }],
  ['a port of nobody at an address', { port: 9, address: '127.0.0.1' }],
])('%s is refused with what to do', async (_what, to) => {
  await expect(dial(to)).rejects.toMatchObject({
    code: 'service.unreachable',
    message: expect.stringContaining('refused'),
  });
});

test('an abort ends the dial', async () => {
  // Documentation addresses answer nobody.
  const to = { port: 80, address: '192.0.2.1' };
  await expect(network.dial(lab, 'workstation', to, AbortSignal.timeout(1500))).rejects.toThrow();
});

test('a name is no address, whatever the machine makes of it', async () => {
  await sh('echo "127.0.0.1 evil" >>/etc/hosts');
  await expect(dial({ port: 8001, address: 'evil' })).rejects.toMatchObject({ code: 'service.unreachable' });
});

test('a connection that is closed leaves nothing in the lab', async () => {
  const wire = await dial({ port: 8003 });
  await wire.write(Buffer.from('x'));
  wire.close();
  wire.close();
  await expect(wire.write(Buffer.from('y'))).rejects.toThrow('closed');
  await vi.waitFor(async () => expect(await tunnels()).toBe('0'), { timeout: 60_000, interval: 500 });
});

test('a tunnel that the learner kills is an end, and nothing worse', async () => {
  const wire = await dial({ port: 8003 });
  const all = rest(wire);
  await sh("pkill -9 -f '^/observer tunnel'");
  expect((await all).length).toBe(0);
});
