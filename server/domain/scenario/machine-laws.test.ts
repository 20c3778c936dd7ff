import { expect, test } from 'vitest';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { lawFaults } from './laws.ts';
import { scriptsAreFew } from './laws/scripts.ts';

/** The sample with these checks among its guards. */
const guarded = (...checks: object[]) => {
  const { guards } = sampleScenario();
  const named = checks.map((check, i) => ({ id: `more-${i}`, title: 'More', ...check }));
  const environment = { kind: 'cluster', nodes: 2, hosts: [{ name: 'box' }] };
  return sampleScenario({ environment, guards: [...guards, ...named] });
};
const on = { on: 'cp' };
const script = { type: 'script', ...on, run: 'checks/a.sh', reason: 'nothing else can tell this one' };

test.each([
  [{ type: 'node.unit', ...on, unit: 'ssh.service' }, 'say active or enabled'],
  [
    { type: 'node.package', ...on, name: 'nmap', installed: false, intact: true },
    'what must not be installed has neither a version nor files',
  ],
  [{ type: 'image', on: 'box', image: 'app:1' }, 'say what holds of the image'],
  [{ type: 'node.kernel', ...on }, 'name a setting or a module'],
  [
    { type: 'node.user', ...on, name: 'ann', exists: false, login: false },
    'a user who must not exist has neither groups nor rights',
  ],
  [
    { type: 'node.file', ...on, path: '/a', exists: false, recursive: true },
    'what must not exist has neither a sum nor anything below it',
  ],
  [
    { type: 'proc.status', of: { machine: 'cp', process: 'etcd' }, expect: {} },
    'say what the process must be held by',
  ],
])('%j asks nothing that can be told', (check, message) => {
  expect(lawFaults(guarded(check))).toEqual([{ path: ['guards', 1], message }]);
});

test('two scripts are well, a third is worth a second look and no mistake', () => {
  expect(scriptsAreFew(guarded(script, script))).toEqual([]);
  const many = guarded(script, script, script);
  expect(scriptsAreFew(many)).toEqual([
    {
      path: ['guards', 3],
      message: 'the scenario has 3 script checks; more than 2 need a second look',
    },
  ]);
  expect(lawFaults(many)).toEqual([]);
});

test('a Docker engine is asked where there is one', () => {
  const check = { type: 'docker.inspect', what: 'info', expect: [{ cel: 'true', say: 'yes' }] };
  expect(lawFaults(guarded({ ...check, on: 'box' }))).toEqual([]);
  expect(lawFaults(guarded({ ...check, on: 'cp' }))).toEqual([
    { path: ['guards', 1, 'on'], message: 'cp is no host, so it has no Docker engine' },
  ]);
});

test('a machine that is only a name among settings is none', () => {
  expect(lawFaults(guarded({ type: 'node.kernel', ...on, sysctl: { on: '1', machine: '2' } }))).toEqual([]);
});
