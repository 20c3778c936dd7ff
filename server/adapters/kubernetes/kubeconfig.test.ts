import { expect, test } from 'vitest';
import { readKubeconfig } from './kubeconfig.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const kubeconfig = (user = 'admin'): string => `
apiVersion: v1
kind: Config
current-context: lab
contexts: [{ name: other, context: { cluster: x, user: x } }, { name: lab, context: { cluster: c, user: ${user} } }]
clusters: [{ name: c, cluster: { server: "https://127.0.0.1:6443/", certificate-authority-data: ${encoded('CA')} } }]
users:
  - { name: admin, user: { client-certificate-data: ${encoded('CERT')}, client-key-data: ${encoded('KEY')} } }
`;

test('the current context is read, with its certificates decoded', () => {
  expect(readKubeconfig(kubeconfig())).toEqual({
    server: 'https://127.0.0.1:6443',
    ca: 'CA',
    cert: 'CERT',
    key: 'KEY',
  });
});

test('a kubeconfig that names what it does not hold is a fault that says so', () => {
  expect(() => readKubeconfig(kubeconfig('nobody'))).toThrow('"nobody"');
  expect(() => readKubeconfig('kind: Config')).toThrow('cannot be used');
});
