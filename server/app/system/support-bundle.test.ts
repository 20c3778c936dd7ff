import { expect, test } from 'vitest';
import { createLog } from '../../observability/log.ts';
import { LabView } from '#contract/lab.ts';
import { supportBundle } from './support-bundle.ts';

const kubeconfig = 'users:\n- user:\n    client-key-data: c3dvcmRmaXNo\n    token: swordfish\n';

test('a bundle tells what happened, and never a token, a cookie, a kubeconfig or a value of an attempt', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.info({ lab: 'lab-aaaaaaaa', tail: kubeconfig, path: '/enter?token=swordfish' }, 'lab start failed');
  const lab = LabView.parse({
    id: 'lab-aaaaaaaa',
    scenario: 'doors',
    attempt: 'att-aaaaaaaaaaaa',
    state: 'failed',
    version: 3,
    createdAt: 1,
    steps: [{ id: 'kubeconfig', title: 'Connect', at: 1, phase: 'note', text: kubeconfig }],
    problem: { code: 'runtime.failed', message: 'No.', remedy: 'Reset.', tail: 'Bearer swordfish' },
    terminals: [],
    vars: { marker: 'swordfish' },
  });
  const files = supportBundle({
    versions: ['CKS Lab 1'],
    findings: [{ group: 'machine', mark: 'bad', fact: 'no disk', remedy: 'buy one' }],
    settings: { packs: ['https://ada:swordfish@git.example/pack.git'], stateDir: '/home/ada/.local' },
    labs: [lab],
    logs: { 'server.log': lines.join('') },
    home: '/home/ada',
  });
  const all = files.map(({ content }) => content).join('\n');
  expect(all).not.toContain('swordfish');
  expect(all).not.toContain('c3dvcmRmaXNo');
  expect(all).not.toContain('/home/ada');
  expect(files.map(({ path }) => path)).toEqual([
    'README.txt',
    'versions.txt',
    'doctor.txt',
    'settings.json',
    'labs.json',
    'logs/server.log',
  ]);
  expect(all).toContain('bad  no disk\n     → buy one');
  expect(all).toContain('"lab":"lab-aaaaaaaa"');
});
