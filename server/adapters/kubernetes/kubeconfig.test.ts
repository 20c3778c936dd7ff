import { expect, test } from 'vitest';
import { readKubeconfig } from './kubeconfig.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const kubeconfig = (user = 'admin'): string => `
apiVersion: v1
kind: Config
current-context: lab
contexts: [{ name: other, context: { cluster: x, user: x } }, { name: lab, context: { cluster: c, user: ${user} } }]
clusters:
  - { name: bare, cluster: { server: "https://10.0.0.1" } }
  - { name: c, cluster: { server: "https://127.0.0.1:6443/", certificate-authority-data: ${encoded('CA')} } }
users:
  - { name: admin, user: { client-certificate-data: ${encoded('CERT')}, client-key-data: ${encoded('KEY')} } }
  - { name: robot, user: { token: t0k } }
  - { name: cloud, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: login } } }
  - { name: files, user: { client-certificate: /c.pem, client-key: /k.pem } }
  - { name: empty, user: null }
`;

test('the current context is read, with its certificates decoded, whatever else the file holds', () => {
  expect(readKubeconfig(kubeconfig())).toEqual({
    server: 'https://127.0.0.1:6443',
    ca: 'CA',
    credentials: { cert: 'CERT', key: 'KEY' },
  });
});

test('a token is as good as a certificate', () => {
  expect(readKubeconfig(kubeconfig('robot')).credentials).toEqual({ token: 't0k' });
});

test.each([
  ['cloud', 'gets credentials from a program (an exec plugin)'],
  ['files', 'other files (client-certificate, client-key)'],
  ['empty', 'neither a client certificate with its key nor a token'],
])('the user %s has nothing to show, and the fault says why', (user, why) => {
  expect(() => readKubeconfig(kubeconfig(user))).toThrow(why);
});

test('a kubeconfig that names what it does not hold is a fault that says so', () => {
  expect(() => readKubeconfig(kubeconfig('nobody'))).toThrow('"nobody"');
  expect(() => readKubeconfig('kind: Config')).toThrow('no current context');
  expect(() => readKubeconfig('{')).toThrow('no YAML');
  expect(() => readKubeconfig(kubeconfig().replaceAll('cluster: c,', 'cluster: bare,'))).toThrow(
    '"bare" lacks',
  );
});
