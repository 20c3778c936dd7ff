import { expect, test } from 'vitest';
import { TestLab } from '../../../testing/test-lab.ts';

const seeing = (answer: ReturnType<TestLab['sees']>): TestLab => {
  const lab = new TestLab();
  lab.sees = () => answer;
  return lab;
};

const unit = (active: string, enabled: string, loaded = 'loaded') =>
  seeing({ kind: 'unit', loaded, active, enabled });

test('a unit runs or does not, and starts at boot or does not', async () => {
  const check = { type: 'node.unit', on: 'host', unit: 'vsftpd.service', active: false, enabled: 'disabled' };
  expect(await unit('inactive', 'disabled').look(check)).toMatchObject({
    verdict: 'pass',
    expected: 'vsftpd.service is not active and is disabled',
    probe: 'on host: systemctl is-active vsftpd.service; systemctl is-enabled vsftpd.service',
  });
  expect((await unit('inactive', 'masked').look(check)).verdict).toBe('pass');
  expect((await unit('inactive', '', 'not-found').look(check)).verdict).toBe('pass');
  expect(await unit('inactive', 'enabled').look(check)).toMatchObject({
    verdict: 'fail',
    found: 'inactive, enabled',
  });
  expect((await unit('deactivating', 'disabled').look(check)).verdict).toBe('fail');
  expect((await unit('active', 'disabled').look({ ...check, active: true })).verdict).toBe('pass');
  expect((await unit('active', 'static').look({ ...check, active: true })).verdict).toBe('fail');
  expect((await unit('inactive', 'disabled').look({ ...check, enabled: 'masked' })).verdict).toBe('fail');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

const dpkg = (more: object) =>
  seeing({ kind: 'package', installed: true, version: '3.0-1', files: 4, missing: [], altered: [], ...more });

test('a package is installed by its record and its programs', async () => {
  const check = { type: 'node.package', on: 'host', name: 'vsftpd', installed: true };
  expect(await dpkg({}).look(check)).toMatchObject({ verdict: 'pass', found: 'installed, version 3.0-1' });
  expect((await dpkg({ missing: ['/usr/share/vsftpd/x'] }).look(check)).verdict).toBe('pass');
  expect((await dpkg({ missing: ['/usr/sbin/vsftpd'] }).look(check)).found).toBe(
    'not there: /usr/sbin/vsftpd',
  );
  expect((await dpkg({ installed: false, files: 0 }).look(check)).found).toBe('not installed');
  expect((await dpkg({}).look({ ...check, version: { matches: '^4' } })).found).toBe(
    'the version is “3.0-1”',
  );
  expect((await dpkg({ altered: ['/usr/sbin/vsftpd'] }).look(check)).verdict).toBe('pass');
  expect((await dpkg({ altered: ['/usr/sbin/vsftpd'] }).look({ ...check, intact: true })).found).toBe(
    'changed: /usr/sbin/vsftpd',
  );
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('a package is gone when its record and its files are', async () => {
  const check = { type: 'node.package', on: 'host', name: 'vsftpd', installed: false };
  expect((await dpkg({ installed: false, files: 0 }).look(check)).verdict).toBe('pass');
  expect((await dpkg({}).look(check)).verdict).toBe('fail');
  expect((await dpkg({ installed: false }).look(check)).found).toContain('4 files of it are still there');
});

test('settings of the kernel and modules that modprobe does not load', async () => {
  const check = {
    type: 'node.kernel',
    on: 'host',
    sysctl: { 'net.ipv4.ip_forward': '0' },
    moduleBlocked: ['sctp'],
  };
  const kernel = (forward: Record<string, string>, line: string): TestLab => {
    const lab = new TestLab();
    lab.sees = (question) => {
      if (question.kind === 'sysctl') return { kind: 'sysctl', values: forward };
      const path = '/etc/modprobe.d/x.conf';
      const file = { path, type: 'file' as const, owner: 'root', group: 'root', mode: '0644', content: line };
      const isEtc = question.kind === 'tree' && question.path === '/etc/modprobe.d';
      return { kind: 'tree', exists: isEtc, entries: isEtc ? [file] : [] };
    };
    return lab;
  };
  const off = { 'net.ipv4.ip_forward': '0' };
  expect(await kernel(off, 'install sctp /bin/false').look(check)).toMatchObject({
    verdict: 'pass',
    probe: 'on host: sysctl net.ipv4.ip_forward; modprobe --dry-run --verbose sctp',
  });
  expect((await kernel({}, 'install sctp /bin/true').look(check)).found).toBe(
    'this kernel has no net.ipv4.ip_forward',
  );
  expect((await kernel({ 'net.ipv4.ip_forward': '1' }, 'blacklist sctp').look(check)).found).toBe(
    'net.ipv4.ip_forward is 1; modprobe would load sctp',
  );
  expect((await kernel(off, 'install sctp /sbin/modprobe -i sctp').look(check)).verdict).toBe('fail');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

/** A machine of nothing but these files. */
const files = (texts: Record<string, string>): TestLab => {
  const lab = new TestLab();
  const told = { type: 'file' as const, owner: 'root', group: 'root', mode: '0644' };
  lab.sees = (question) => {
    if (question.kind === 'file') {
      const content = texts[question.path];
      return content === undefined
        ? { kind: 'file', exists: false }
        : { kind: 'file', exists: true, ...told, content };
    }
    const path = question.kind === 'tree' ? question.path : '';
    const below = Object.keys(texts).filter((name) => name.startsWith(`${path}/`));
    return {
      kind: 'tree',
      exists: below.length > 0,
      entries: below.map((name) => ({ ...told, path: name })),
    };
  };
  return lab;
};
const people = {
  '/etc/passwd': 'ann:x:1001:1001::/home/ann:/bin/bash\nbob:x:1002:1002::/home/bob:/usr/sbin/nologin\n',
  '/etc/group': 'ann:x:1001:\ndocker:x:990:ann\n',
  '/etc/shadow': 'ann:!:1::::::\n',
  '/etc/sudoers': 'root ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n',
  '/etc/sudoers.d/ann': 'ann ALL=(root) NOPASSWD: /usr/bin/less\n',
  '/etc/sudoers.d/ann.bak': 'ann ALL=(ALL) ALL\n',
};

test('a user is there, in groups, and let in', async () => {
  const check = { type: 'node.user', on: 'host', name: 'ann' };
  const lab = files(people);
  expect(await lab.look({ ...check, inGroups: ['ann'], notInGroups: ['wheel'], login: true })).toMatchObject({
    verdict: 'pass',
    expected: 'the user ann is in ann, is not in wheel, can log in',
    probe: 'on host: id ann; getent passwd ann',
  });
  const wrong = { inGroups: ['wheel'], notInGroups: ['docker'], login: false };
  expect((await lab.look({ ...check, ...wrong })).found).toBe(
    'not in wheel; in docker; can log in, with the shell /bin/bash',
  );
  expect((await lab.look({ ...check, name: 'bob', login: false })).verdict).toBe('pass');
  expect((await lab.look({ ...check, name: 'eve' })).found).toBe('there is no user eve');
  expect((await lab.look({ ...check, name: 'eve', exists: false })).verdict).toBe('pass');
  expect((await lab.look({ ...check, exists: false })).verdict).toBe('fail');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('whoever may stand behind the part of a file that was read is unknown', async () => {
  for (const path of ['/etc/passwd', '/etc/sudoers']) {
    const lab = files(people);
    const { sees } = lab;
    lab.sees = (question, machine) => {
      const seen = sees(question, machine);
      return question.kind === 'file' && question.path === path ? { ...seen, sha256: 'of more' } : seen;
    };
    const check = { type: 'node.user', on: 'host', name: 'ann', sudo: { equals: '' } };
    expect(await lab.look(check)).toMatchObject({
      verdict: 'unknown',
      found: `could not be observed: ${path} is too large or is no text`,
    });
  }
});

test('what sudo allows is read from every file that sudo reads', async () => {
  const check = {
    type: 'node.user',
    on: 'host',
    name: 'ann',
    sudo: { equals: '(root) NOPASSWD: /usr/bin/less' },
  };
  expect((await files(people).look(check)).verdict).toBe('pass');
  expect((await files({ ...people, '/etc/sudoers.d/b': '%docker ALL=(ALL) ALL' }).look(check)).found).toBe(
    'sudo allows (root) NOPASSWD: /usr/bin/less; (ALL) ALL',
  );
  expect((await files(people).look({ ...check, name: 'bob' })).found).toBe('sudo allows nothing');
  expect((await files(people).look({ ...check, name: 'bob', sudo: { equals: '' } })).verdict).toBe('pass');
  expect((await files({ ...people, '/etc/sudoers.d/c': '@include c' }).look(check)).verdict).toBe('unknown');
});

test('the options that sshd takes for a user', async () => {
  const check = {
    type: 'node.sshd',
    on: 'host',
    options: { PermitRootLogin: { equals: 'no' }, allowgroups: { equals: 'ops web' } },
  };
  const sshd = (exit: number, out: string, more: object = {}): TestLab => {
    const lab = dpkg(more);
    lab.runs = () => ({ exit, stdout: out, stderr: exit === 0 ? '' : 'line 3: Bad option' });
    return lab;
  };
  const good = 'port 22\npermitrootlogin no\nallowgroups ops\nallowgroups web\n';
  expect(await sshd(0, good).look(check)).toMatchObject({
    verdict: 'pass',
    probe: 'on host: /usr/sbin/sshd -T -C user=root,host=localhost,addr=127.0.0.1',
  });
  expect((await sshd(0, 'permitrootlogin yes\n').look(check)).found).toBe(
    'PermitRootLogin is “yes”, allowgroups is not set',
  );
  expect(await sshd(255, '').look(check)).toMatchObject({
    verdict: 'fail',
    found: 'sshd does not take its configuration: line 3: Bad option',
  });
  expect((await sshd(126, '').look(check)).verdict).toBe('unknown');
  expect((await sshd(0, good, { installed: false }).look(check)).found).toBe('no sshd is installed');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});
