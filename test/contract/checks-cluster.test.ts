import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DockerOriginals } from '#adapters/docker/docker-originals.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { hookScript, learnerPolicy, learnerQuota, learnerWebhook, startHook } from './learner-hooks.ts';
import { everyTypeOfCheck } from './every-type-of-check.ts';
import { aForgedBenchmark } from './forged-benchmark.ts';
import { aForgedKubeconfig } from './forged-kubeconfig.ts';
import { webAndSecret } from './node-trial.ts';
import { aSilentNameServer } from './silent-name-server.ts';
import { aServiceInTheBrowser } from './service-in-browser.ts';
import { aShellOfANode } from './shell-of-node.ts';
import { pki, tlsOfTheCluster } from './tls-of-cluster.ts';
import { trialLook } from './trial-look.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const lab = freshLab();
const { clusters, hosts, machines, talks } = world;
const clusterApi = new KubeClusterApi({
  kubeconfig: (id, signal) => clusters.kubeconfig(id, 'server', signal),
});
const deps = {
  clusterApi,
  machines,
  observer: new MachinesObserver(machines, talks),
  clusters,
  originals: new DockerOriginals(new Engine(), world.owner),
};
const { look, once, close } = trialLook(lab, deps);

const plainWord = 'plain-word-4711';

beforeAll(async () => {
  const run = recordedRun();
  await hosts.createNetwork(lab, unstopped());
  await clusters.create(lab, { nodes: 1, image: await world.image('node') }, run);
  await hosts.createObservers(lab, ['cp'], await world.image('observer'), run);
  const limits = { signal: unstopped(), timeoutMs: 10_000 };
  const { stdout } = await machines.exec(lab, 'cp', ['/bin/cat', `${pki}/ca.crt`], limits);
  await clusterApi.apply(lab, webAndSecret(plainWord, stdout), unstopped());
});
afterAll(async () => {
  await close();
  await machines.destroy(lab, unstopped());
});

test('the Pod of the trial is ready', async () => {
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' };
  const ready = {
    cel: "self.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
    say: 'it is ready',
  };
  expect(await look({ type: 'k8s.object', ref, expect: [ready], retry: { for: '60s' } })).toMatchObject({
    verdict: 'pass',
  });
});

describe('a service of the cluster in the browser', () => aServiceInTheBrowser({ lab, world, clusterApi }));
describe('a shell of root on a node', () => aShellOfANode({ lab, world }));

describe('a name server', () => aSilentNameServer({ lab, clusterApi, once }));

describe('TLS', () => tlsOfTheCluster({ look }));

test('a Secret lies in etcd as it is, as long as nobody encrypts it', async () => {
  const key = '/registry/secrets/default/trial';
  const etcd = { type: 'etcd.value' };
  expect((await look({ ...etcd, key, provider: 'identity' })).verdict).toBe('pass');
  expect(await look({ ...etcd, key, provider: 'aescbc', notContains: [plainWord] })).toMatchObject({
    verdict: 'fail',
    found: `${key} is not encrypted; ${key} holds a text that must not be readable`,
  });
  expect((await look({ ...etcd, key: `${key}s`, provider: 'aescbc' })).found).toBe(`there is no ${key}s`);
  // More than one page of them.
  expect(
    await look({ ...etcd, everyKeyUnder: '/registry/clusterroles/', provider: 'identity' }),
  ).toMatchObject({
    verdict: 'pass',
    found: expect.stringMatching(/^(\d{2,}) of \1 as expected$/),
  });
});

const visit = {
  say: 'somebody visits web',
  http: {
    from: { machine: 'cp' },
    url: 'http://web.test/{{marker}}',
    to: { service: 'default/web', port: 80 },
  },
};

describe('events in logs', () => {
  const line = `{"word":"{{marker}}"}`;
  const write = {
    say: 'a line is written',
    exec: { in: { machine: 'cp' }, argv: ['/bin/sh', '-c', `echo '${line}' >> /var/log/trial.log`] },
  };

  test('a new line of a file and of a Pod is found', async () => {
    const events = { type: 'log.events', within: '60s' };
    const file = { log: { on: 'cp', path: '/var/log/trial.log' }, format: 'json' };
    const match = { cel: 'self.word == marker' };
    for (const turn of ['a file that comes into being', 'one that is there']) {
      const finding = await look({ ...events, ...file, match, stimulate: [write] });
      expect({ turn, ...finding }).toMatchObject({ verdict: 'pass', found: '1 of 1 new lines match' });
    }
    const pod = { namespace: 'default', labels: { app: 'web' } };
    const web = { log: { pod }, format: 'text', stimulate: [visit] };
    expect(await look({ ...events, ...web, match: { matches: 'GET /{{marker}} .*probe/' } })).toMatchObject({
      verdict: 'pass',
    });
    const none = { min: 0, max: 0, within: '2s', match: { contains: '{{marker}}' } };
    expect((await look({ ...events, ...web, ...none, within: '60s' })).verdict).toBe('fail');
    expect((await look({ ...events, ...web, ...none, stimulate: [] })).verdict).toBe('pass');
  });
});

test('what is sent in clear text is seen on the wire, what TLS carries is not', async () => {
  const wire = { type: 'net.wire', on: 'cp', minPackets: 3, for: '3s' };
  const plain = { ...wire, during: visit, ports: [8080] };
  const secure = {
    say: 'somebody asks the API server',
    http: { from: { machine: 'cp' }, url: 'https://127.0.0.1:6443/{{marker}}' },
  };
  const [clear, dark, silent] = await Promise.all([
    look({ ...plain, expect: 'marker-present' }),
    look({ ...wire, during: secure, ports: [6443], interface: 'lo', expect: 'marker-absent' }),
    once({ ...plain, ports: [9], expect: 'marker-absent' }),
  ]);
  expect(clear).toMatchObject({ verdict: 'pass' });
  expect(dark).toMatchObject({ verdict: 'pass' });
  expect(silent).toMatchObject({ verdict: 'unknown', found: expect.stringContaining('only 0 packets') });
});

// A learner rules the cluster, and so what is let into it.
describe('somebody who stands between the grader and its Pods', () => {
  let count = 0;
  /** From a Pod that was not made before. */
  const probe = (expected: string, namespace = 'default') => ({
    type: 'net.connect',
    from: { probe: { namespace, labels: { turn: String((count += 1)) } } },
    to: { service: 'default/web', port: 80 },
    expect: expected,
  });
  const remove = (kind: string, name: string) =>
    clusterApi.delete(lab, { apiVersion: 'admissionregistration.k8s.io/v1', kind, name }, unstopped());
  const shell = (script: string) =>
    machines.exec(lab, 'cp', ['/bin/bash', '-euc', script], { signal: unstopped(), timeoutMs: 20_000 });

  /** What is said as soon as the rule of the learner has come into force. */
  async function inForce(told: string, namespace?: string): Promise<void> {
    await vi.waitFor(
      async () => {
        const finding = await once(probe('blocked', namespace));
        expect(finding).toMatchObject({ verdict: 'unknown', found: expect.stringContaining(told) });
      },
      { timeout: 60_000, interval: 500 },
    );
    expect((await once(probe('open', namespace))).verdict).toBe('unknown');
  }

  test('changes nothing by being there', async () => {
    expect(await look(probe('open'))).toMatchObject({ verdict: 'pass' });
  });

  test('refuses them by a policy: nothing is known', async () => {
    await clusterApi.apply(lab, learnerPolicy, unstopped());
    await inForce('denied request: no graders here');
    await remove('ValidatingAdmissionPolicyBinding', 'no-graders');
    await remove('ValidatingAdmissionPolicy', 'no-graders');
  });

  test('leaves no room for them: nothing is known', async () => {
    await clusterApi.apply(lab, learnerQuota, unstopped());
    await inForce('exceeded quota', 'full');
  });

  test('changes them by a webhook: nothing is known', async () => {
    const text = { mode: '0755', uid: 0, gid: 0 };
    await machines.put(lab, 'cp', [{ path: '/srv/hook.pl', content: hookScript, ...text }], unstopped());
    const { exit, stdout, stderr } = await shell(startHook);
    expect({ exit, stderr }).toMatchObject({ exit: 0 });
    await clusterApi.apply(lab, learnerWebhook(stdout, 'Ignore'), unstopped());
    await inForce('was changed on its way: its labels are');
  });

  test('breaks the webhook: the Pods are made where that may be, and else nothing is known', async () => {
    await shell('kill $(cat /srv/hook.pid)');
    expect(await look({ ...probe('open'), retry: { for: '60s' } })).toMatchObject({ verdict: 'pass' });
    await clusterApi.apply(lab, learnerWebhook('', 'Fail'), unstopped());
    await inForce('failed calling webhook');
    await remove('MutatingWebhookConfiguration', 'relabel');
    expect(await look({ ...probe('open'), retry: { for: '60s' } })).toMatchObject({ verdict: 'pass' });
  });
});

describe('somebody who says on the machines who answers kubectl', () =>
  aForgedKubeconfig({ lab, world, clusterApi, grading: () => trialLook(lab, deps) }));

describe('somebody who says on the control plane what kube-bench finds', () =>
  aForgedBenchmark({ lab, world, grading: () => trialLook(lab, deps) }));

// Last: it takes the lab away.
describe('every type of check', () =>
  everyTypeOfCheck({ lab, world, grading: (files) => trialLook(lab, deps, files) }));
