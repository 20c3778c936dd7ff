import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtImage, settled, TrialMachine } from './image-trial.ts';

let host: TrialMachine;
beforeAll(async () => {
  host = await TrialMachine.start(await builtImage('host'), {
    Hostname: 'host',
    HostConfig: {
      Privileged: true,
      CgroupnsMode: 'private',
      Tmpfs: { '/run': '', '/run/lock': '', '/tmp': '' },
    },
  });
  await settled(
    () => host.run(['docker', 'version']),
    ({ exit }) => exit === 0,
  );
});
afterAll(() => host.remove());

test('systemd comes up with nothing failed', async () => {
  const state = await settled(
    () => host.run(['systemctl', 'is-system-running']),
    ({ output }) => output !== 'starting',
  );
  expect(state.output).toBe('running');
});

test('its own engine runs a container of the image that came with it', async () => {
  expect(await host.sh('docker run --rm lab.local/workloads:1 echo hi')).toBe('hi');
  expect(await host.sh('docker info --format "{{.Driver}}"')).toBe('overlay2');
});

test('a container under gVisor sees gVisor as its kernel', async () => {
  expect(await host.sh('docker run --rm --runtime=runsc lab.local/workloads:1 dmesg')).toContain('gVisor');
});

test('it answers on SSH with a key that no other host has, and to nobody by password', async () => {
  expect(await host.sh('ls /etc/ssh/*_key.pub')).toBe('/etc/ssh/ssh_host_ed25519_key.pub');
  expect(await host.sh('ss -ltnH sport = :22')).toContain(':22');
  expect(await host.sh('cut -d: -f2 /etc/shadow | sort -u')).not.toContain('$');
});

test('starting it changed no setting of the machine below', async () => {
  expect(await host.sh('ls -A /etc/sysctl.d /usr/lib/sysctl.d')).not.toContain('.conf');
});

test.each(['auditctl', 'curl', 'ip', 'jq', 'nft', 'openssl', 'strace', 'vim'])(
  '%s is there',
  async (program) => {
    expect((await host.run(['sh', '-c', `command -v ${program}`])).exit).toBe(0);
  },
);
