import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { buildTool } from '#adapters/images/go-tools.ts';
import { loadTools } from '#adapters/images/tool-declaration.ts';

/** An API server without controllers, nodes or Docker: the whole API in two processes. */
export interface TrialApiServer {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

const readyWithinMs = 120_000;

export async function startApiServer(): Promise<TrialApiServer> {
  const dir = await mkdtemp(join(tmpdir(), 'cks-lab-api-'));
  const [api, client, peer] = [await freePort(), await freePort(), await freePort()];
  await makeCertificates(dir);
  const etcdAt = `http://127.0.0.1:${client}`;
  const etcd = start(await program('etcd', 'etcd', dir), dir, [
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${etcdAt}`,
    `--advertise-client-urls=${etcdAt}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync',
  ]);
  const server = start(await program('kubernetes', 'kube-apiserver', dir), dir, [
    `--etcd-servers=${etcdAt}`,
    `--secure-port=${api}`,
    '--bind-address=127.0.0.1',
    '--client-ca-file=ca.crt',
    '--tls-cert-file=server.crt',
    '--tls-private-key-file=server.key',
    '--service-account-issuer=https://kubernetes.default.svc',
    '--service-account-key-file=server.crt',
    '--service-account-signing-key-file=server.key',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=RBAC',
    // No controller makes the service accounts that it asks for.
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all([end(server), end(etcd)]);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await ready(dir, api, server);
    return { kubeconfig: await kubeconfig(dir, api), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function program(tool: string, name: string, dir: string): Promise<string> {
  const tools = await loadTools('labs/images/tools');
  const declared = tools.find((one) => one.name === tool);
  if (!declared) throw new Error(`no tool ${tool} is declared`);
  const built = await buildTool(declared, {
    cacheDir: join(homedir(), '.cache', 'cks-lab'),
    signal: AbortSignal.timeout(600_000),
    note: () => undefined,
    log: join(dir, 'build.log'),
  });
  return join(built.dir, 'bin', name);
}

const start = (file: string, cwd: string, args: readonly string[]): ChildProcess =>
  spawn(file, args, { cwd, stdio: 'ignore' });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function makeCertificates(dir: string): Promise<void> {
  const openssl = (...args: string[]) => execa('openssl', args, { cwd: dir });
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=trial-ca');
  const signed = ['req', '-x509', ...key, '-CA', 'ca.crt', '-CAkey', 'ca.key'];
  const san = 'subjectAltName=IP:127.0.0.1';
  const usage = 'extendedKeyUsage=serverAuth,clientAuth';
  for (const [name, subject] of [
    ['server', '/CN=kube-apiserver'],
    ['admin', '/O=system:masters/CN=admin'],
  ] as const) {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', subject];
    await openssl(...signed, ...files, '-addext', san, '-addext', usage);
  }
}

async function ready(dir: string, port: number, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  const identity = ['--cacert', 'ca.crt', '--cert', 'admin.crt', '--key', 'admin.key'];
  for (;;) {
    const asked = await execa('curl', ['-sf', ...identity, `https://127.0.0.1:${port}/readyz`], {
      cwd: dir,
      reject: false,
    });
    if (!asked.failed) return;
    if (server.exitCode !== null || Date.now() > deadline) throw new Error('the API server did not start');
    await delay(250);
  }
}

async function kubeconfig(dir: string, port: number): Promise<string> {
  const data = async (file: string): Promise<string> => readFile(join(dir, file), 'base64');
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'trial',
    contexts: [{ name: 'trial', context: { cluster: 'trial', user: 'admin' } }],
    clusters: [
      {
        name: 'trial',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': await data('ca.crt'),
        },
      },
    ],
    users: [
      {
        name: 'admin',
        user: {
          'client-certificate-data': await data('admin.crt'),
          'client-key-data': await data('admin.key'),
        },
      },
    ],
  });
  await writeFile(join(dir, 'kubeconfig'), text);
  return text;
}
