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
