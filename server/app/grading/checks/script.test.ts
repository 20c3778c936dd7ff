import { expect, test } from 'vitest';
import type { ExecOptions } from '#ports/machines.ts';
import { TestLab } from '../../../testing/test-lab.ts';

const check = {
  type: 'script',
  title: 'The policy holds',
  on: 'host',
  run: 'checks/policy.sh',
  reason: 'a table of allowed and denied requests has to be evaluated',
};

const bash = (exit: number, stdout: string): TestLab => {
  const lab = new TestLab();
  lab.runs = () => ({ exit, stdout, stderr: '' });
  return lab;
};

test('a script says in one object whether it holds and what it found', async () => {
  expect(await bash(0, '{"pass":true,"observed":"4 of 4"}\n').look(check)).toMatchObject({
    verdict: 'pass',
    expected: 'The policy holds',
    found: '4 of 4',
    probe: 'on host: a script of the scenario, checks/policy.sh',
  });
  expect(await bash(0, '{"pass":false,"observed":"3 of 4"}').look(check)).toMatchObject({
    verdict: 'fail',
    found: '3 of 4',
  });
});

test('a script that fails or gives no verdict tells nothing', async () => {
  expect((await bash(1, '{"pass":true,"observed":""}').look(check)).verdict).toBe('unknown');
  expect((await bash(0, 'ok').look(check)).verdict).toBe('unknown');
  expect((await bash(0, '{"pass":"yes","observed":""}').look(check)).verdict).toBe('unknown');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('the script comes through standard input, with the values of the attempt, and is written nowhere', async () => {
  const lab = bash(0, '{"pass":true,"observed":""}');
  const given: ExecOptions[] = [];
  lab.vars = { word: 'red' };
  lab.runs = (_argv, _machine, options) => {
    given.push(options);
    return { exit: 0, stdout: '{"pass":true,"observed":""}', stderr: '' };
  };
  await lab.look(check);
  expect(given[0]).toMatchObject({
    stdin: '{\ncontents of checks/policy.sh\n} </dev/null\n',
    env: { VAR_word: 'red', PATH: '/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin' },
  });
  expect(lab.files).toEqual([]);
  expect(lab.log).toEqual(['host: /usr/bin/bash --noprofile --norc -p -s']);
});
