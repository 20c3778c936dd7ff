import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtImage, settled, TrialMachine } from './image-trial.ts';

let machine: TrialMachine;
beforeAll(async () => {
  // As strict as a hardened Pod: nobody, no root file system to write to, no capability.
  machine = await TrialMachine.start(await builtImage('workloads'), {
    User: '10001:10001',
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Tmpfs: { '/tmp': '' },
    },
  });
});
afterAll(() => machine.remove());

test('its web server answers without root and with a read-only root file system', async () => {
  const answer = await settled(
    () => machine.run(['curl', '--silent', 'http://127.0.0.1:8080/'], '10001'),
    ({ exit }) => exit === 0,
  );
  expect(answer).toEqual({ exit: 0, output: 'It works.' });
});

test.each(['busybox', 'curl', 'dig', 'nc', 'nginx', 'openssl', 'python3', 'socat'])(
  '%s is there',
  async (program) => {
    expect((await machine.run(['sh', '-c', `command -v ${program}`], '10001')).exit).toBe(0);
  },
);
