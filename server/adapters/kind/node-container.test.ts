import { expect, test } from 'vitest';
import { LabId } from '#contract/ids.ts';
import { nodeContainer } from './node-container.ts';

const lab = LabId.parse('lab-abcdefgh');
const node = { image: 'i', workers: 1, needsDevices: false };

test('a control plane carries the labels of the lab and of kind, and publishes its port to this machine alone', () => {
  const made = nodeContainer('me', lab, { ...node, machine: 'cp', port: 40_000 });
  expect(made).toMatchObject({
    name: 'lab-abcdefgh-control-plane',
    Hostname: 'cp',
    Labels: {
      'cks-lab/owner': 'me',
      'cks-lab/lab': lab,
      'cks-lab/machine': 'cp',
      'cks-lab/role': 'node',
      'io.x-k8s.kind.cluster': lab,
      'io.x-k8s.kind.role': 'control-plane',
    },
    HostConfig: {
      NetworkMode: lab,
      PortBindings: { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '40000' }] },
    },
    NetworkingConfig: { EndpointsConfig: { [lab]: { Aliases: ['cp'] } } },
  });
  expect(made.Env).toContain('CKS_LAB_NODE_NAMES=lab-abcdefgh-control-plane');
  expect(made.Env).toContain('CKS_LAB_WORKERS=1');
});

test.each(['cp', 'worker'])('the node %s has limits', (machine) => {
  const { HostConfig } = nodeContainer('me', lab, { ...node, machine, port: undefined });
  const { Memory = 0, MemorySwap, PidsLimit = 0, CpuShares = 0 } = HostConfig ?? {};
  expect(Memory).toBeGreaterThan(2 * 1024 ** 3);
  // No swap beside it.
  expect(MemorySwap).toBe(Memory);
  expect(PidsLimit).toBeGreaterThan(1000);
  // A process outside of labs has 1024.
  expect(CpuShares).toBeLessThan(1024);
});

test('a worker publishes nothing and knows nothing', () => {
  const made = nodeContainer('me', lab, { ...node, machine: 'worker2', port: undefined });
  expect(made).toMatchObject({ name: 'lab-abcdefgh-worker2', Hostname: 'worker2', Env: [] });
  expect(made.Labels).toMatchObject({ 'io.x-k8s.kind.role': 'worker' });
  expect(made.HostConfig).not.toHaveProperty('PortBindings');
});
