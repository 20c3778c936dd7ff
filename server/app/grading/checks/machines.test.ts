import { expect, test } from 'vitest';
import { object, pod, TestLab } from '../../../testing/test-lab.ts';

const seeing = (answer: ReturnType<TestLab['sees']>): TestLab => {
  const lab = new TestLab();
  lab.sees = () => answer;
  return lab;
};
const running = (exit: number, stdout: string, stderr = ''): TestLab => {
  const lab = new TestLab();
  lab.runs = () => ({ exit, stdout, stderr });
  return lab;
};
const file = (more: object) =>
  seeing({ kind: 'file', exists: true, type: 'file', owner: 'root', group: 'root', mode: '0600', ...more });

test('a file is judged by owner, group and permissions: none beyond those allowed', async () => {
  const check = { type: 'node.file', on: 'cp', path: '/key', owner: 'root', group: 'root', maxMode: '0640' };
  expect((await file({ mode: '0600' }).look(check)).verdict).toBe('pass');
  expect((await file({ mode: '0640' }).look(check)).verdict).toBe('pass');
  expect(await file({ mode: '0604' }).look(check)).toMatchObject({
    verdict: 'fail',
    found: 'root:root, mode 0604',
  });
  expect((await file({ mode: '4600' }).look(check)).verdict).toBe('fail');
  expect((await file({ group: 'users' }).look(check)).verdict).toBe('fail');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('a file is there or is not', async () => {
  const gone = seeing({ kind: 'file', exists: false });
  expect(await gone.look({ type: 'node.file', on: 'cp', path: '/key' })).toMatchObject({
    verdict: 'fail',
    found: 'there is no /key',
  });
  expect((await gone.look({ type: 'node.file', on: 'cp', path: '/key', exists: false })).verdict).toBe(
    'pass',
  );
  expect((await file({}).look({ type: 'node.file', on: 'cp', path: '/key', exists: false })).verdict).toBe(
    'fail',
  );
});

test('the content of a file is judged as text and as what it says', async () => {
  const expectations = [{ cel: 'self.port == 0', say: 'the port is 0' }];
  const check = {
    type: 'node.file',
    on: 'cp',
    path: '/c',
    parse: 'yaml',
    expect: expectations,
    text: { contains: 'port' },
  };
  expect((await file({ content: 'port: 0\n' }).look(check)).verdict).toBe('pass');
  expect((await file({ content: 'port: 1\n' }).look(check)).found).toBe('not so: the port is 0');
  expect((await file({ content: 'port: [\n' }).look(check)).found).toMatch(/^not YAML: /);
  expect((await file({ content: '{port' }).look({ ...check, parse: 'json' })).found).toMatch(/^not JSON: /);
  expect((await file({}).look(check)).verdict).toBe('unknown');
});

test('flags of a process in both spellings; the last one wins', async () => {
  const process = (...argv: string[]) =>
    seeing({ kind: 'processes', processes: [{ pid: 7, argv: ['api', ...argv], uid: 0 }] });
  const check = {
    type: 'node.process',
    on: 'cp',
    name: 'api',
    args: { '--profiling': { equals: 'false' } },
    without: ['--insecure'],
  };
  expect((await process('--profiling=false').look(check)).verdict).toBe('pass');
  expect((await process('--profiling', 'false').look(check)).verdict).toBe('pass');
  expect((await process('--profiling=false', '--profiling').look(check)).found).toBe('--profiling is “true”');
  expect((await process('--insecure', '--profiling=false').look(check)).found).toBe('--insecure is given');
  expect((await process().look(check)).found).toBe('--profiling is not given');
});

test('a process runs or does not', async () => {
  const none = seeing({ kind: 'processes', processes: [] });
  expect(await none.look({ type: 'node.process', on: 'cp', name: 'api' })).toMatchObject({
    verdict: 'fail',
    found: 'no process api runs',
  });
  expect((await none.look({ type: 'node.process', on: 'cp', name: 'api', running: false })).verdict).toBe(
    'pass',
  );
  expect((await new TestLab().look({ type: 'node.process', on: 'cp', name: 'api' })).verdict).toBe('unknown');
});

const report = (status: string) =>
  JSON.stringify({
    Controls: [{ tests: [{ results: [{ test_number: '1.2.15', status, actual_value: 'on' }] }] }],
  });

test('findings of kube-bench must be PASS', async () => {
  const check = { type: 'cis', on: 'cp', benchmark: 'cis-1.12', targets: 'master', pass: ['1.2.15'] };
  const lab = running(0, report('PASS'));
  expect((await lab.look(check)).verdict).toBe('pass');
  expect(lab.log[0]).toMatch(/^cp: \/usr\/local\/lib\/kube-bench\/kube-bench .*--check 1\.2\.15 --json$/);
  expect(await running(0, report('FAIL')).look(check)).toMatchObject({
    verdict: 'fail',
    found: '1.2.15 is FAIL (on)',
  });
  expect((await running(0, report('PASS')).look({ ...check, pass: ['9.9'] })).found).toBe(
    '9.9 is not part of the report',
  );
  expect((await running(1, '', 'no such file').look(check)).verdict).toBe('unknown');
  expect((await running(0, 'hello').look(check)).verdict).toBe('unknown');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('what Docker says about a container', async () => {
  const check = {
    type: 'docker.inspect',
    on: 'host',
    what: 'container',
    name: 'ledger',
    expect: [{ cel: 'self.State.Running == true', say: 'ledger runs' }],
  };
  const says = (value: unknown) => seeing({ kind: 'engine', exists: true, value });
  expect(await says({ State: { Running: true } }).look(check)).toMatchObject({
    verdict: 'pass',
    probe: 'on host: docker container inspect ledger',
  });
  expect((await says({ State: { Running: false } }).look(check)).found).toBe('not so: ledger runs');
  expect(await seeing({ kind: 'engine', exists: false }).look(check)).toMatchObject({
    verdict: 'fail',
    found: 'there is no container ledger',
  });
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('what Docker says about itself, images and networks is asked for by its own name', async () => {
  const asked: string[] = [];
  const lab = new TestLab();
  lab.sees = (question) => {
    if (question.kind === 'engine') asked.push(question.path);
    return { kind: 'engine', exists: true, value: { Internal: true } };
  };
  const expectations = [{ cel: 'self.Internal == true', say: 'internal' }];
  const check = { type: 'docker.inspect', on: 'host', expect: expectations };
  expect((await lab.look({ ...check, what: 'network', name: 'back' })).verdict).toBe('pass');
  await lab.look({ ...check, what: 'image', name: 'lab.local/app:1' });
  await lab.look({ ...check, what: 'info' });
  expect(asked).toEqual(['/networks/back', '/images/lab.local%2Fapp%3A1/json', '/info']);
});

test('the configuration of the Docker daemon', async () => {
  const check = {
    type: 'docker.inspect',
    on: 'host',
    what: 'daemon-config',
    expect: [{ cel: 'self.tls == true', say: 'tls' }],
  };
  expect((await file({ content: '{"tls":true}' }).look(check)).verdict).toBe('pass');
  expect((await file({ content: '{' }).look(check)).found).toBe('/etc/docker/daemon.json is not JSON');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('a command in a machine is judged by exit code and output', async () => {
  const check = {
    type: 'exec',
    in: { machine: 'cp' },
    argv: ['/bin/true'],
    expect: { exit: 0, stdout: { equals: '403' } },
  };
  expect((await running(0, '403\n').look(check)).verdict).toBe('pass');
  expect(await running(1, '200', 'boom\n').look(check)).toMatchObject({
    verdict: 'fail',
    found: 'exit code 1: boom; the output is “200”',
    probe: 'on cp, as root: /bin/true',
  });
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('a command that was killed has told nothing, unless that is asked for', async () => {
  const check = { type: 'exec', in: { machine: 'cp' }, argv: ['/bin/true'], expect: { exit: 0 } };
  for (const exit of [137, 143]) {
    expect(await running(exit, '').look(check)).toMatchObject({
      verdict: 'unknown',
      found: 'could not be observed: the command was killed before it ended',
    });
    expect((await running(exit, '').look({ ...check, expect: { exit } })).verdict).toBe('pass');
  }
});

test('a command in a Pod', async () => {
  const check = {
    type: 'exec',
    in: { pod: { namespace: 'a', labels: { app: 'x' } } },
    argv: ['id'],
    expect: { exit: 0 },
  };
  const lab = new TestLab();
  lab.objects = [pod('x-1', 'a', { app: 'x' })];
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.runsInPod = (_, { name }) => ({
    kind: 'found',
    value: { exit: name === 'x-1' ? 0 : 1, stdout: '', stderr: '' },
  });
  expect(await lab.look(check)).toMatchObject({ verdict: 'pass', probe: 'in Pod a/x-1: id' });
  lab.objects = [];
  expect((await lab.look(check)).verdict).toBe('fail');
});

test('an answer is compared without spaces at its ends and never shows what is right', async () => {
  const check = { type: 'answer', file: '/a', equals: 'red\nblue' };
  expect((await file({ content: 'red\r\nblue\n' }).look(check)).verdict).toBe('pass');
  const wrong = await file({ content: 'green' }).look(check);
  expect(wrong).toMatchObject({ verdict: 'fail', found: '“green”', expected: '/a holds the right answer' });
  expect((await file({ content: 'green' }).look({ ...check, secret: true })).found).toBe('does not match');
  expect((await seeing({ kind: 'file', exists: false }).look(check)).found).toBe('there is no /a');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('the runtime of Pods: the processes on the node and the kernel inside must agree', async () => {
  const lab = new TestLab();
  const node = object('Node', 'cp', undefined, { status: { nodeInfo: { kernelVersion: '6.18.0' } } });
  lab.objects = [pod('x-1', 'a', { app: 'x' }), pod('x-2', 'a', { app: 'x' }), node];
  const check = {
    type: 'runtime.is',
    of: { namespace: 'a', labels: { app: 'x' } },
    expect: 'runsc',
    every: true,
  };
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.sees = () => ({ kind: 'podSandbox', processes: [], runtime: 'runsc' });
  expect((await lab.look(check)).verdict).toBe('pass');
  lab.runsInPod = () => ({ kind: 'found', value: { exit: 0, stdout: 'Linux version 4.4.0', stderr: '' } });
  expect((await lab.look(check)).found).toContain('x-1: runsc, a kernel of its own');
  lab.runsInPod = () => ({ kind: 'found', value: { exit: 0, stdout: 'Linux version 6.18.0', stderr: '' } });
  expect((await lab.look(check)).verdict).toBe('fail');
  lab.sees = (q) => ({
    kind: 'podSandbox',
    processes: [],
    runtime: 'podUid' in q && q.podUid === 'uid-x-2' ? 'runc' : 'runsc',
  });
  expect((await lab.look({ ...check, expect: 'runc' })).found).toContain('x-1: runsc');
  lab.objects = [node];
  expect((await lab.look(check)).verdict).toBe('fail');
});
