import { expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { doorContainer } from './door.ts';

const lab = LabId.parse('lab-abcdefgh');

test('a door is published to this machine alone, belongs to its lab, and may do nothing but pass bytes on', () => {
  expect(doorContainer('me', lab, 'i', 40_000)).toMatchObject({
    name: 'lab-abcdefgh-door',
    Cmd: ['door', '6443', 'cp:6443'],
    User: '65534:65534',
    Labels: {
      'cks-lab/owner': 'me',
      'cks-lab/lab': lab,
      'cks-lab/machine': 'door',
      'cks-lab/role': 'observer',
    },
    HostConfig: {
      NetworkMode: 'bridge',
      PortBindings: { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '40000' }] },
      Sysctls: { 'net.ipv4.ip_forward': '0' },
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      PidsLimit: 64,
    },
  });
});
