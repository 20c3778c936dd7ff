import { expect, test } from 'vitest';
import { lawFaults } from './laws.ts';
import { sampleFields, sampleScenario } from '../../testing/sample-scenario.ts';

type Fields = Record<string, unknown>;

/** The faults of the sample after one change deep inside of it. */
function faultsAfter(
  change: (fields: { tasks: Fields[]; wrong: Fields[]; guards: Fields[] } & Fields) => void,
) {
  const fields = sampleFields();
  change(fields as never);
  return lawFaults(sampleScenario(fields)).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** The nth check of a task. */
function checkOf(tasks: Fields[], task: number, n: number): Fields {
  const { checks } = tasks[task] as { checks: Fields[] };
  return checks[n] as Fields;
}
const firstCheck = (tasks: Fields[]): Fields => checkOf(tasks, 0, 1);

test('a sound scenario has no faults', () => {
  expect(lawFaults(sampleScenario())).toEqual([]);
});

test('points add up from checks to tasks to the scenario', () => {
  expect(faultsAfter((f) => (f['points'] = 11))).toEqual(['points: the tasks add up to 10 points, not 11']);
  expect(faultsAfter(({ tasks }) => (firstCheck(tasks)['points'] = 3))).toEqual([
    'tasks.0.points: the checks of task first add up to 3 points, not 4',
  ]);
});

test('a wrong answer stays below full points and names checks and solutions that exist', () => {
  const faults = faultsAfter(({ wrong }) =>
    Object.assign(wrong[0] ?? {}, { maxPoints: 10, mustFail: ['dor'], after: { solution: 'two' } }),
  );
  expect(faults).toEqual([
    'wrong.0.maxPoints: wrong answer half may reach full points',
    'wrong.0.mustFail.0: there is no check dor',
    'wrong.0.after.solution: there is no solution two',
  ]);
});

test('ids of checks are unique across tasks, groups, parts and guards', () => {
  expect(faultsAfter(({ guards }) => Object.assign(guards[0] ?? {}, { id: 'shut' }))).toContain(
    'guards.0.id: there are two checks with the id shut',
  );
});

test('a task needs only tasks that stand before it', () => {
  expect(faultsAfter(({ tasks }) => Object.assign(tasks[0] ?? {}, { needs: ['second'] }))).toEqual([
    'tasks.0.needs.0: no task second stands before first',
  ]);
});

test('machines that are named exist in the environment', () => {
  const faults = faultsAfter((f) => (f['terminals'] = [{ id: 'w', on: 'worker2' }]));
  expect(faults).toEqual([
    'terminals.0.on: the environment has no machine worker2; it has workstation, cp, worker',
  ]);
});

test('a scenario without a cluster asks none', () => {
  const faults = faultsAfter((f) => (f['environment'] = { kind: 'host', hosts: [{ name: 'cp' }] }));
  expect(faults).toContain('guards.0.type: check alive asks a cluster, and the environment has none');
  expect(faults).toContain('setup.0.apply: the environment has no cluster to apply to');
});

test('templates name variables, and CEL and regular expressions can be read', () => {
  expect(faultsAfter(({ tasks }) => Object.assign(tasks[1] ?? {}, { prompt: '{{vars.wrd}}' }))).toEqual([
    'tasks.1.prompt: there is no variable wrd under vars',
  ]);
  const [fault] = faultsAfter(
    ({ tasks }) => (firstCheck(tasks)['expect'] = [{ cel: 'self.x ==', say: 'x' }]),
  );
  expect(fault).toMatch(/^tasks\.0\.checks\.1\.expect\.0\.cel: not a CEL expression: /);
});

test('a refused probe alone proves nothing', () => {
  const faults = faultsAfter(({ tasks }) => {
    const group = checkOf(tasks, 1, 0) as { allOf: Fields[] };
    Object.assign(group.allOf[0] ?? {}, { expect: 'refused' });
  });
  expect(faults).toHaveLength(2);
  expect(faults[0]).toContain('needs one that must get through');
});

test('guards and parts of groups carry no points', () => {
  expect(faultsAfter(({ guards }) => Object.assign(guards[0] ?? {}, { points: 1 }))).toEqual([
    'guards.0: alive is a guard and carries neither points nor a gate',
  ]);
});

test('what a client certificate is worth shows only when something is sent', () => {
  const tls = (more: Fields): string[] =>
    faultsAfter(({ guards }) => {
      const to = { machine: 'cp', port: 443 };
      const check = { id: 'tls', title: 'TLS', type: 'net.tls', from: { machine: 'cp' }, to };
      guards.push({ ...check, expect: { handshake: 'accepted', clientCert: 'required' }, ...more });
    });
  expect(tls({})).toEqual(['guards.1: say what to send']);
  expect(tls({ send: '/' })).toEqual([]);
  const versions = { handshake: 'accepted', accepts: ['1.2', '1.3'], rejects: ['1.1', '1.2'] };
  expect(tls({ expect: versions })).toEqual(['guards.1: TLS 1.2 cannot be both accepted and refused']);
});

test('a denied request stands beside one that is allowed, and nobody has a token of a user', () => {
  const can = (...checks: Fields[]): string[] =>
    faultsAfter(({ guards }) => {
      const base = { title: 'Can', type: 'k8s.can', as: { user: 'jane' }, verb: 'get', resource: 'pods' };
      checks.forEach((check, i) => guards.push({ id: `can-${i}`, ...base, ...check }));
    });
  expect(can({ expect: 'deny' })).toEqual([
    'guards.1.expect: a denied request needs one that is allowed beside it',
  ]);
  expect(can({ expect: 'deny' }, { expect: 'allow' })).toEqual([]);
  expect(can({ expect: 'allow', via: 'token' })).toEqual([
    'guards.1: nobody can make a token of a user; name a serviceAccount',
  ]);
});

test('a rejected object stands beside one that is accepted, and says what an accepted one cannot', () => {
  const admission = (...checks: Fields[]): string[] =>
    faultsAfter(({ guards }) => {
      const base = { title: 'In', type: 'k8s.admission', manifest: 'a.yaml' };
      checks.forEach((check, i) => guards.push({ id: `in-${i}`, ...base, ...check }));
    });
  const [message, result] = [{ contains: 'no' }, [{ cel: 'true', say: 'it is' }]];
  expect(admission({ expect: 'reject', message })).toEqual([
    'guards.1.expect: a rejected object needs one that is accepted beside it',
  ]);
  expect(admission({ expect: 'reject', result }, { expect: 'accept', message })).toEqual([
    'guards.1: a rejected object has no result',
    'guards.2: only a rejection has a message',
  ]);
});

test('an image that must not be signed stands beside one that must', () => {
  const signature = (...expected: string[]): string[] =>
    faultsAfter(({ guards }) => {
      const key = { on: 'cp', path: '/cosign.pub' };
      const base = { title: 'S', type: 'signature', from: { machine: 'cp' }, image: 'a.test/b:1', key };
      expected.forEach((expect, i) => guards.push({ id: `s-${i}`, ...base, expect }));
    });
  expect(signature('invalid')).toEqual([
    'guards.1.expect: an image without a signature needs one with it beside it',
  ]);
  expect(signature('invalid', 'valid')).toEqual([]);
});

test('a check of etcd names what it reads and says something about it', () => {
  const etcd = (fields: Fields): string[] =>
    faultsAfter(({ guards }) => guards.push({ id: 'etcd', title: 'E', type: 'etcd.value', ...fields }));
  expect(etcd({ provider: 'kms' })).toEqual(['guards.1: name exactly one of key or everyKeyUnder']);
  expect(etcd({ key: '/a' })).toEqual([
    'guards.1: say with what the values are encrypted, or what they do not contain',
  ]);
  expect(etcd({ key: '/a', notContains: ['x'] })).toEqual([]);
});

test('stimuli do not write, and events carry the marker that shows that they are new', () => {
  const log = { on: 'cp', path: '/var/log/audit.log' };
  const events = (fields: Fields): string[] =>
    faultsAfter(({ guards }) =>
      guards.push({ id: 'log', title: 'L', type: 'log.events', log, format: 'json', ...fields }),
    );
  const post = (path: string) => [{ say: 'create it', api: { method: 'POST', path } }];
  const match = { cel: 'self.userAgent.contains(marker)' };
  expect(events({ stimulate: post('/api/v1/x'), match })).toEqual([
    'guards.1: create it: a request that writes is a dry run (dryRun=All)',
  ]);
  expect(events({ stimulate: post('/api/v1/x?dryRun=All'), match, min: 2, max: 1 })).toEqual([
    'guards.1.max: max is smaller than min',
  ]);
  expect(events({ stimulate: post('/api/v1/x?dryRun=All'), match: { contains: 'x' } })).toEqual([
    'guards.1.match: match the marker, so that only new events count',
  ]);
});

test('a right answer is of its kind, and only sets and lines are lists', () => {
  const answer = (fields: Fields): string[] =>
    faultsAfter(({ guards }) => guards.push({ id: 'a', title: 'A', type: 'answer', file: '/a', ...fields }));
  expect(answer({})).toEqual(['guards.1: say what the answer equals or matches']);
  expect(answer({ as: 'number', equals: 'many' })).toEqual(['guards.1: "many" is no number']);
  expect(answer({ equals: ['a', 'b'] })).toEqual([
    'guards.1: only a set and lines equal a list; use equalsOneOf for several spellings',
  ]);
  expect(answer({ as: 'set', equals: ['a', 'b'] })).toEqual([]);
});
