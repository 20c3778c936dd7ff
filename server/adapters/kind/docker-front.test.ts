import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const front = new URL('./docker-front', import.meta.url).pathname;
const real = mkdtempSync(join(tmpdir(), 'docker-'));

beforeAll(() => {
  const file = join(real, 'docker');
  writeFileSync(file, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(file, 0o755);
});
afterAll(() => rmSync(real, { recursive: true }));

function docker(args: readonly string[], server = process.pid): string[] {
  const env = {
    PATH: `${front}:${real}:/usr/bin:/bin`,
    CKS_LAB_LAB: 'lab-abcdefgh',
    CKS_LAB_OWNER: 'me',
    CKS_LAB_SERVER_PID: String(server),
  };
  const output = execFileSync('docker', args, { env, encoding: 'utf8', stdio: 'pipe' });
  return output.split('\n').slice(0, -1);
}

test.each([
  ['lab-abcdefgh-control-plane', 'cp'],
  ['lab-abcdefgh-worker', 'worker'],
  ['lab-abcdefgh-worker2', 'worker2'],
])('the node %s is labelled and becomes the machine %s', (name, machine) => {
  const odd = ['--label', 'a b', '-e', '', 'x:1'];
  const added = `run --label cks-lab/owner=me --label cks-lab/lab=lab-abcdefgh --label cks-lab/machine=${machine}
    --label cks-lab/role=node --network-alias ${machine} --memory 4096m --memory-swap 4096m
    --pids-limit 4096 --cpu-shares 512 --name ${name} --hostname ${machine}`;
  const expected = [...added.split(/\s+/), ...odd];
  expect(docker(['run', '--name', name, '--hostname', name, ...odd])).toEqual(expected);
});

test('every other command passes unchanged', () => {
  const args = ['ps', '--filter', 'label=io.x-k8s.kind.cluster', '--format', '{{.Names}} '];
  expect(docker(args)).toEqual(args);
});

test('nothing is started for a server that is gone', () => {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
  expect(() => docker(['run', '--name', 'x'], pid)).toThrow(/is gone/);
  expect(docker(['rm', '-f', 'x'], pid)).toEqual(['rm', '-f', 'x']);
});
