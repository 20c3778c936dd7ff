import { afterAll, beforeAll, expect, test } from 'vitest';
import { DockerOriginals } from '#adapters/docker/docker-originals.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { trialLook } from './trial-look.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const lab = freshLab();
const { machines, hosts, talks } = world;
const observer = new MachinesObserver(machines, talks);
const verdictScript = `read -r eaten || eaten=nothing
printf '{"pass":%s,"observed":"%s, input: %s"}' "$([ -S /run/docker.sock ] && echo true)" "$PATH" "$eaten"
`;
const grader = trialLook(
  lab,
  {
    clusterApi: new MemoryClusterApi(),
    machines,
    observer,
    clusters: world.clusters,
    originals: new DockerOriginals(new Engine(), world.owner),
  },
  { 'checks/a.sh': verdictScript },
);

/** Runs a script in the machine as its root, who may do everything. */
async function root(script: string): Promise<string> {
  const argv = ['/bin/bash', '-euc', script];
  const ran = await machines.exec(lab, 'box', argv, { signal: unstopped(), timeoutMs: 60_000 });
  expect(ran, script).toMatchObject({ exit: 0 });
  return ran.stdout;
}
const look = (type: string, fields: object) => grader.look({ type, on: 'box', ...fields });
const verdict = async (type: string, fields: object): Promise<string> => (await look(type, fields)).verdict;

beforeAll(async () => {
  await hosts.createNetwork(lab, unstopped());
  await hosts.createHost(lab, { name: 'box', image: await world.image('host') }, recordedRun());
  await hosts.createObservers(lab, ['box'], await world.image('observer'), recordedRun());
});
afterAll(() => machines.destroy(lab, unstopped()));

test('units are told by systemd, whatever systemctl says', async () => {
  const cron = { unit: 'cron.service', active: false, enabled: 'disabled' };
  expect(await look('node.unit', { unit: 'ssh.service', active: true, enabled: 'enabled' })).toMatchObject({
    verdict: 'pass',
    found: 'active, enabled',
  });
  await root(
    'printf "#!/bin/sh\\necho inactive\\n" >/usr/local/bin/systemctl; chmod +x /usr/local/bin/systemctl',
  );
  expect(await look('node.unit', cron)).toMatchObject({ verdict: 'fail', found: 'active, enabled' });
  await root('/usr/bin/systemctl disable --quiet --now cron.service');
  expect(await verdict('node.unit', cron)).toBe('pass');
  await root('/usr/bin/systemctl mask --quiet cron.service');
  expect(await verdict('node.unit', { unit: 'cron.service', enabled: 'masked' })).toBe('pass');
  expect(await verdict('node.unit', { ...cron, unit: 'no-such.service' })).toBe('pass');
});

test('nobody but systemd may answer for it', async () => {
  const fake = `mv /run/systemd/private /run/systemd/real
setsid python3 -c 'import socket,time
s = socket.socket(socket.AF_UNIX); s.bind("/run/systemd/private"); s.listen(); time.sleep(30)' >/dev/null 2>&1 &
until [ -S /run/systemd/private ]; do :; done`;
  await root(fake);
  expect(await observer.ask(lab, 'box', { kind: 'unit', name: 'ssh.service' }, unstopped())).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('not systemd, listens'),
  });
  await root('mv /run/systemd/real /run/systemd/private');
  expect(await verdict('node.unit', { unit: 'ssh.service', active: true })).toBe('pass');
});

test('packages are there by their files, not by a line of the database', async () => {
  const there = { name: 'nano', installed: true, version: { matches: '^\\d' }, intact: true };
  expect(await verdict('node.package', there)).toBe('pass');
  expect(await verdict('node.package', { name: 'vsftpd', installed: false })).toBe('pass');
  await root('echo x >>/bin/nano');
  expect((await look('node.package', there)).found).toMatch(/^changed: .*\/bin\/nano$/);
  await root('sed -i "/^Package: nano$/,/^$/d" /var/lib/dpkg/status');
  expect((await look('node.package', { name: 'nano', installed: false })).found).toContain('still there');
  await root('dpkg --remove lsof >/dev/null');
  expect(await verdict('node.package', { name: 'lsof', installed: false })).toBe('pass');
});

test('users, their groups and what sudo allows them', async () => {
  await root(`useradd --groups docker ann
printf '%%docker ALL=(root) NOPASSWD: /usr/bin/less, /usr/bin/id\\n' >/etc/sudoers.d/docker`);
  const ann = { name: 'ann', inGroups: ['docker', 'ann'], notInGroups: ['sudo'] };
  const sudo = { equals: '(root) NOPASSWD: /usr/bin/less\n(root) NOPASSWD: /usr/bin/id' };
  expect(await look('node.user', { ...ann, sudo, login: true })).toMatchObject({ verdict: 'pass' });
  expect(await root('sudo -l -U ann')).toContain('(root) NOPASSWD: /usr/bin/less, /usr/bin/id');
  await root('usermod --expiredate 1 --shell /usr/sbin/nologin ann; gpasswd --delete ann docker');
  expect(await verdict('node.user', { ...ann, login: true })).toBe('fail');
  expect(
    await verdict('node.user', { name: 'ann', notInGroups: ['docker'], sudo: { equals: '' }, login: false }),
  ).toBe('pass');
  expect(await verdict('node.user', { name: 'learner', sudo: { matches: 'NOPASSWD: ALL$' } })).toBe('pass');
});

test('settings come from the kernel, and modprobe is not run', async () => {
  const forward = { sysctl: { 'net.ipv4.ip_forward': '1' } };
  expect(await verdict('node.kernel', forward)).toBe('pass');
  await root('echo "blacklist sctp" >/etc/modprobe.d/lab.conf');
  expect((await look('node.kernel', { moduleBlocked: ['sctp'] })).found).toBe('modprobe would load sctp');
  await root('echo "install sctp /bin/false" >>/etc/modprobe.d/lab.conf');
  expect(await verdict('node.kernel', { moduleBlocked: ['sctp'] })).toBe('pass');
});

test('sshd counts in what its files include and what it is given for one user', async () => {
  const closed = { options: { PermitRootLogin: { equals: 'no' }, AllowGroups: { equals: 'ops web' } } };
  expect(await verdict('node.sshd', closed)).toBe('fail');
  await root('printf "PermitRootLogin no\\nAllowGroups ops web\\n" >/etc/ssh/sshd_config.d/10-lab.conf');
  expect(await look('node.sshd', closed)).toMatchObject({ verdict: 'pass' });
  await root('printf "Match User ann\\nPermitRootLogin yes\\n" >>/etc/ssh/sshd_config.d/10-lab.conf');
  expect(await verdict('node.sshd', { ...closed, user: 'ann' })).toBe('fail');
  await root('echo Nonsense >>/etc/ssh/sshd_config');
  expect((await look('node.sshd', closed)).found).toMatch(/^sshd does not take its configuration: /);
});

test('containers of the nested engine: how the kernel holds them, their network and their image', async () => {
  await root(`docker network create --internal back
docker run --detach --network back --name held --read-only --cap-drop ALL --security-opt no-new-privileges --user 10001 \\
  lab.local/workloads:1 sleep 7777
mkdir /tmp/build && cd /tmp/build && echo token=c0ffee-c0ffee >.env
printf 'FROM lab.local/workloads:1\\nCOPY .env /app/.env\\nRUN rm /app/.env\\nUSER app\\n' >Dockerfile
DOCKER_BUILDKIT=0 docker build --quiet --tag app:1 .`);
  const held = {
    seccomp: 2,
    noNewPrivs: true,
    root: false,
    uid: 10_001,
    capsSubsetOf: [],
    rootReadOnly: true,
  };
  const of = { machine: 'box', process: 'sleep' };
  expect(await grader.look({ type: 'proc.status', of, expect: held })).toMatchObject({ verdict: 'pass' });
  expect(
    await grader.look({ type: 'proc.status', of: { ...of, process: 'dockerd' }, expect: held }),
  ).toMatchObject({ verdict: 'fail', found: expect.stringContaining('user 0') });
  const internal = [{ cel: 'self.Internal == true', say: 'internal' }];
  expect(await verdict('docker.inspect', { what: 'network', name: 'back', expect: internal })).toBe('pass');
  expect((await look('docker.inspect', { what: 'network', name: 'no', expect: internal })).found).toBe(
    'there is no network no',
  );
  const user = [{ cel: "self.config.User == 'app' && self.layers.size() > 1", say: 'its user is app' }];
  expect(await look('image', { image: 'app:1', expect: user, filesAbsent: ['/root/.ssh'] })).toMatchObject({
    verdict: 'pass',
  });
  const dirty = { image: 'app:1', filesAbsent: ['.env'], secretScan: 'c0ffee-c0ffee' };
  expect((await look('image', dirty)).found).toMatch(
    /^there is \/app\/\.env \(layer \d+, deleted later\); the secret is in \/app\/\.env of layer \d+$/,
  );
  expect(await verdict('image', { ...dirty, image: 'lab.local/workloads:1' })).toBe('pass');
  expect((await look('image', { ...dirty, image: 'no:1' })).found).toBe('there is no image no:1');
});

test('a folder is looked through, and a script leaves nothing', async () => {
  await root('mkdir -p /srv/keys/in && touch /srv/keys/in/a && chmod -R go= /srv/keys');
  const keys = { path: '/srv/keys', owner: 'root', maxMode: '0600', recursive: true };
  expect(await verdict('node.file', keys)).toBe('pass');
  await root('chmod 644 /srv/keys/in/a');
  expect((await look('node.file', keys)).found).toBe('/srv/keys/in/a root:root, mode 0644');
  const before = await root('ls -A /run /tmp /root');
  const script = { run: 'checks/a.sh', reason: 'a trial of the check itself' };
  expect(await look('script', script)).toMatchObject({
    verdict: 'pass',
    found: '/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin, input: nothing',
  });
  expect(await root('ls -A /run /tmp /root')).toBe(before);
});
