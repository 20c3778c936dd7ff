import { describe, expect, test } from 'vitest';
import { changedLab, seenFile, sha256 } from '../../testing/changed-lab.ts';
import { TestLab } from '../../testing/test-lab.ts';

// Programs that a learner replaces so that they tell the grader what it wants to hear. None of it may gain anything.

describe('programs that somebody put in place of those of the lab', () => {
  const docker = '/usr/bin/docker';
  const ran = (...argv: string[]) => ({ type: 'exec', in: { machine: 'host' }, argv, expect: { exit: 0 } });
  const checks: readonly (readonly [string, Record<string, unknown>])[] = [
    [docker, ran(docker, 'ps')],
    ['/usr/sbin/sshd', { type: 'node.sshd', on: 'host', options: { Port: { equals: '22' } } }],
    ['/usr/bin/bash', { type: 'script', on: 'host', run: 'checks/a.sh', reason: 'a trial of the check' }],
    ['/usr/bin/systemctl', ran('/usr/bin/systemctl')],
    [
      '/usr/local/lib/kube-bench/kube-bench',
      { type: 'cis', on: 'host', benchmark: 'cis-1.11', targets: 'master', pass: ['1.1.1'] },
    ],
  ];

  /** A host whose programs say what the learner wants to hear. */
  function forged(program: string, now: string): TestLab {
    const lab = new TestLab();
    lab.originals.set(program, { kind: 'kept', sha256: sha256('as it came') });
    lab.sees = (question) => {
      if (question.kind === 'package') {
        return { kind: 'package', installed: true, files: 1, missing: [], altered: [] };
      }
      const isIt = question.kind === 'file' && question.path === program;
      return isIt ? seenFile('', now) : { kind: 'file', exists: false };
    };
    lab.runs = () => ({ exit: 0, stdout: '', stderr: '' });
    return lab;
  }

  test.each(checks)('are not run: %s', async (program, check) => {
    const lab = forged(program, 'forged');
    const { verdict, found } = await lab.look(check);
    expect(verdict).toBe('unknown');
    expect(found).toContain(`${program} on host is not as the lab came with it`);
    expect(lab.log).toEqual([]);
  });

  test('are no better when they are loaded into the right ones', async () => {
    const lab = forged(docker, 'as it came');
    const { sees } = lab;
    lab.sees = (question, machine) =>
      question.kind === 'file' && question.path === '/etc/ld.so.preload'
        ? seenFile('/tmp/x.so')
        : sees(question, machine);
    expect((await lab.look(ran(docker, 'ps'))).found).toContain('/etc/ld.so.preload on host');
  });

  test('have no part in what the engine says of its containers', async () => {
    const lab = new TestLab();
    lab.sees = ({ kind }) =>
      kind === 'engine' ? { kind, exists: false } : { kind: 'unknown', reason: 'not asked' };
    lab.runs = () => ({ exit: 0, stdout: '[{"State":{"Running":true}}]', stderr: '' });
    const ledger = { type: 'docker.inspect', on: 'host', what: 'container', name: 'ledger' };
    const running = [{ cel: 'self.State.Running', say: 'it runs' }];
    expect((await lab.look({ ...ledger, expect: running })).verdict).toBe('fail');
    expect(lab.log).toEqual([]);
  });

  test('the right ones are run, and so are those that only the scenario brought', async () => {
    expect((await forged(docker, 'as it came').look(ran(docker, 'ps'))).verdict).toBe('pass');
    expect((await forged(docker, 'forged').look(ran('/opt/audit.sh'))).verdict).toBe('pass');
  });
});

describe('programs that are named without their folder', () => {
  const own: Readonly<Record<string, string>> = { '/usr/bin/bash': 'bash', '/usr/bin/docker': 'docker' };

  /** A host that has the programs of its image, but for what somebody has changed. */
  function host(changes: Readonly<Record<string, string | undefined>>): TestLab {
    const lab = changedLab(own, changes);
    lab.runs = (_argv, _machine, { env }) => ({ exit: 0, stdout: env?.['PATH'] ?? '', stderr: '' });
    lab.file = async () => 'docker ps; printf {}';
    return lab;
  }

  const ran = (...argv: string[]) => ({
    type: 'exec',
    in: { machine: 'host' },
    argv,
    expect: { exit: 0, stdout: { matches: '^/usr/sbin:/usr/bin:' } },
  });
  const ways: [string, Record<string, unknown>][] = [
    ['alone', ran('docker', 'ps')],
    ['in a shell', ran('/usr/bin/bash', '-c', 'x=$(docker ps) && echo "$x"')],
    ['with its path in a shell', ran('/usr/bin/bash', '-c', '/usr/bin/docker ps')],
    ['by another that runs it', ran('/usr/bin/timeout', '5', 'docker', 'ps')],
    ['in a script', { type: 'script', on: 'host', run: 'checks/a.sh', reason: 'a trial of the check' }],
  ];

  test.each(ways)('are not run when they are others: %s', async (_, check) => {
    const { verdict, found } = await host({ '/usr/bin/docker': 'forged' }).look(check);
    expect(verdict).toBe('unknown');
    expect(found).toContain('/usr/bin/docker on host is not as the lab came with it');
  });

  test.each(ways.slice(0, 2))('are not run when another stands before them: %s', async (_, check) => {
    const lab = host({ '/usr/sbin/docker': 'forged' });
    expect((await lab.look(check)).found).toContain('/usr/sbin/docker on host is not as');
    expect(lab.log).toEqual([]);
  });

  test.each(ways.slice(0, 2))(
    'are not run when another stands in for one that is gone: %s',
    async (_, check) => {
      const lab = host({ '/usr/bin/docker': undefined, '/usr/local/bin/docker': 'forged' });
      expect((await lab.look(check)).found).toContain('/usr/local/bin/docker on host is not as');
    },
  );

  test.each(ways.slice(0, 3))(
    'are run when they are right, wherever else there is one: %s',
    async (_, check) => {
      expect(await host({ '/usr/local/bin/docker': 'forged' }).look(check)).toMatchObject({
        verdict: 'pass',
      });
    },
  );

  test('are run when only the scenario has them', async () => {
    const lab = host({ '/usr/local/bin/audit': 'audit' });
    expect((await lab.look(ran('/usr/bin/bash', '-c', 'audit --all'))).verdict).toBe('pass');
  });

  test('are not run when nobody can tell what is there', async () => {
    const lab = host({});
    const { sees } = lab;
    lab.sees = (question, machine) =>
      question.kind === 'tree' ? { kind: 'unknown', reason: 'too much' } : sees(question, machine);
    expect((await lab.look(ran('docker', 'ps'))).verdict).toBe('unknown');
    expect(lab.log).toEqual([]);
  });
});
