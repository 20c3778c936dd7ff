import { expect, test } from 'vitest';
import type { TrialLook } from './trial-look.ts';

export const pki = '/etc/kubernetes/pki';
const onCp = (path: string) => ({ on: 'cp', path: `${pki}/${path}` });

/** What is seen of handshakes with the control plane. */
export function tlsOfTheCluster({ look }: Pick<TrialLook, 'look'>): void {
  const apiServer = {
    type: 'net.tls',
    from: { machine: 'cp' },
    to: { address: '127.0.0.1', port: 6443 },
    serverName: 'kubernetes',
    send: '/version',
  };

  test('the API server is seen with its suites, its names and what it wants of clients', async () => {
    const ca = { secret: 'default/trial', key: 'ca.crt' };
    const expected = { handshake: 'accepted', chain: true, minVersion: '1.2', clientCert: 'optional' };
    const certificate = { san: ['kubernetes.default.svc'], subjectCN: 'kube-apiserver', validDays: 30 };
    const versions = { accepts: ['1.2', '1.3'], rejects: ['1.0', '1.1'] };
    expect(
      await look({ ...apiServer, ca, expect: { ...expected, ...certificate, ...versions } }),
    ).toMatchObject({ verdict: 'pass' });
    const old = { handshake: 'accepted', accepts: ['1.1'], subjectCN: 'etcd' };
    expect((await look({ ...apiServer, expect: old })).found).toMatch(
      /^TLS 1.1 is not accepted; the subject of the server certificate is kube-apiserver; /,
    );
    const one = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
    const strict = { handshake: 'accepted', onlyCiphers: [one] };
    expect(await look({ ...apiServer, expect: strict })).toMatchObject({
      verdict: 'fail',
      found: expect.stringContaining('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
    });
  });

  test('etcd requires a client certificate', async () => {
    const clientCert = {
      cert: onCp('apiserver-etcd-client.crt'),
      key: onCp('apiserver-etcd-client.key'),
    };
    const to = { address: '127.0.0.1', port: 2379 };
    const expected = { handshake: 'accepted', status: [200], clientCert: 'required' };
    expect(await look({ ...apiServer, to, clientCert, expect: expected })).toMatchObject({ verdict: 'pass' });
    const http = { type: 'net.http', from: { machine: 'cp' }, url: 'https://127.0.0.1:2379/version' };
    const status = { expect: { status: [200], headers: { 'content-type': { contains: 'json' } } } };
    expect(await look({ ...http, ...status, ca: onCp('etcd/ca.crt'), clientCert })).toMatchObject({
      verdict: 'pass',
    });
    expect((await look({ ...http, ...status })).verdict).toBe('fail');
    expect((await look({ ...http, ...status, ca: onCp('ca.crt'), clientCert })).verdict).toBe('fail');
  });
}
