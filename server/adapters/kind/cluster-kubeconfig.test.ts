import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { LabId } from '#contract/ids.ts';
import { clusterKubeconfig } from './cluster-kubeconfig.ts';

const adminConf = `
apiVersion: v1
kind: Config
preferences: {}
clusters: [{ name: kubernetes, cluster: { server: "https://cp:6443", certificate-authority-data: Q0E= } }]
contexts: [{ name: kubernetes-admin@kubernetes, context: { cluster: kubernetes, user: kubernetes-admin } }]
users: [{ name: kubernetes-admin, user: { client-certificate-data: QQ==, client-key-data: Qg== } }]
current-context: kubernetes-admin@kubernetes
`;

test('has the address of its reader and the names that kind gives, and keeps every credential', () => {
  const lab = LabId.parse('lab-abcdefgh');
  const name = 'kind-lab-abcdefgh';
  expect(parse(clusterKubeconfig(adminConf, lab, 'https://127.0.0.1:40000'))).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    clusters: [
      { name, cluster: { server: 'https://127.0.0.1:40000', 'certificate-authority-data': 'Q0E=' } },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { 'client-certificate-data': 'QQ==', 'client-key-data': 'Qg==' } }],
    'current-context': name,
  });
});
