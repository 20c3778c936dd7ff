import { beforeAll, expect, test } from 'vitest';
import { machineLabel, labLabels } from '#adapters/docker/labels.ts';
import type { LabId } from '#contract/ids.ts';
import type { VerdictKind } from '#contract/grading.ts';
import type { Finding } from '#app/grading/look.ts';
import { type Need, type Row, rows, sayings } from './check-rows.ts';
import { serve, servedFiles, serveNoMore, signedImage } from './files-served.ts';
import { docker } from './image-trial.ts';
import type { TrialLook } from './trial-look.ts';
import { recordedRun, type TrialWorld, unstopped } from './trial-world.ts';

interface Cluster {
  readonly lab: LabId;
  readonly world: TrialWorld;
  /** A grading of its own, with these files in the scenario's folder. */
  readonly grading: (files: Readonly<Record<string, string>>) => TrialLook;
}

/** Of the scenario's folder. */
const files = {
  'map.yaml': '{ apiVersion: v1, kind: ConfigMap, metadata: { name: probe, namespace: default } }',
  'yes.sh': `printf '{"pass":true,"observed":"yes"}'`,
  'no.sh': `printf '{"pass":false,"observed":"no"}'`,
  'own.pub': signedImage.pem,
};
const sbom = JSON.stringify({
  bomFormat: 'CycloneDX',
  metadata: { component: { name: 'app' } },
  components: [{ name: 'bash', purl: 'pkg:deb/debian/bash@5.2.15' }],
});
const all = Object.entries(rows).flatMap(([type, some]) => some.map((row: Row) => ({ ...row, type })));
const needing = (need: Need) => all.filter(({ needs }) => needs.includes(need));
type Looked = readonly (Finding & { readonly type: string })[];

/**
 * Every type of check in a lab that is whole, and then without what it needs, one thing after the other. To be called last: nothing of
 * the lab is left in the end.
 */
export function everyTypeOfCheck({ lab, world, grading }: Cluster): void {
  const ran = (machine: string, script: string) =>
    world.machines.exec(lab, machine, ['/bin/bash', '-euc', script], {
      signal: unstopped(),
      timeoutMs: 120_000,
    });
  const on = (machine: string) => async (script: string) =>
    expect(await ran(machine, script), script).toMatchObject({ exit: 0 });
  const [cp, box] = [on('cp'), on('box')];
  async function looked(
    some: readonly (Row & { readonly type: string })[],
    how: 'look' | 'once',
    more: (row: Row) => object = () => ({}),
  ): Promise<Looked> {
    const { close, ...asked } = grading(files);
    try {
      return await Promise.all(
        some.map(async (row) => {
          const { type, holds } = row;
          return { type, ...(await asked[how]({ type, ...holds, ...more(row) })) };
        }),
      );
    } finally {
      await close();
    }
  }
  /** Each check that needs it tells nothing, and says why. */
  async function isMissed(need: Need, said: RegExp = sayings[need]): Promise<void> {
    expect(await looked(needing(need), 'once')).toEqual(
      needing(need).map(({ type }) => unknownWith(type, said)),
    );
  }
  const observers = async () => {
    const label = Object.entries(labLabels(world.owner, lab)).map(([name, value]) => `${name}=${value}`);
    const found = await docker.listContainers({ all: true, filters: { label } });
    return found
      .filter(({ Labels }) => Labels[machineLabel]?.startsWith('observer-'))
      .map(({ Id }) => docker.getContainer(Id));
  };

  beforeAll(async () => {
    const { hosts, machines } = world;
    await hosts.createHost(lab, { name: 'box', image: await world.image('host') }, recordedRun());
    await hosts.createObservers(lab, ['box'], await world.image('observer'), recordedRun());
    const plain = { mode: '0644', uid: 0, gid: 0 };
    const own = [
      { path: '/srv/answer', content: 'right\n', ...plain },
      { path: '/srv/app.cdx.json', content: sbom, ...plain },
    ];
    await machines.put(lab, 'box', [...own, ...servedFiles], unstopped());
    await box(serve);
  });

  test('passes on what is so', async () => {
    expect(await looked(all, 'look', () => ({ retry: { for: '60s' } }))).toEqual(
      all.map(({ type }) => told(type, 'pass')),
    );
  });

  test('fails on what is not so', async () => {
    expect(await looked(all, 'look', ({ fails }) => fails)).toEqual(
      all.map(({ type }) => told(type, 'fail')),
    );
  });

  test('tells nothing without the observer of its machine', async () => {
    for (const observer of await observers()) await observer.stop({ t: 0 });
    await isMissed('observer');
    for (const observer of await observers()) await observer.start();
  });

  test('tells nothing by a program that is not the one of the image any more', async () => {
    const change = (path: string) =>
      `cp -a ${path} /root/changed; echo >>/root/changed; mv /root/changed ${path}`;
    await cp(change('/usr/local/lib/kube-bench/kube-bench'));
    for (const path of ['/usr/sbin/sshd', '/usr/bin/id', '/usr/bin/bash']) await box(change(path));
    await isMissed('own program');
  });

  test('tells nothing of a service that does not answer', async () => {
    await box(serveNoMore);
    await isMissed('service');
  });

  test('tells nothing of a Docker engine that has ended', async () => {
    await box('systemctl stop docker.socket docker.service');
    await isMissed('engine');
  });

  test('tells nothing while the API server hangs', async () => {
    await cp('pkill -STOP -x kube-apiserver');
    await isMissed('API server', /The API server did not answer within/);
    await cp('pkill -CONT -x kube-apiserver');
  });

  test('tells nothing without an API server', async () => {
    await cp(ended('kube-apiserver'));
    await isMissed('API server', /The API server (is not running|cannot be reached)/);
  });

  test('tells nothing of what lies in etcd without it', async () => {
    await cp(ended('etcd'));
    await isMissed('etcd');
  });

  test('tells nothing by a command whose machine is stopped before it has ended', async () => {
    const { once, close } = grading(files);
    const argv = ['/usr/bin/sleep', '4711'];
    const asked = once({ type: 'exec', in: { machine: 'box' }, argv, timeout: '4m', expect: { exit: 0 } });
    const runs = async () => (await ran('box', `pgrep -fx "${argv.join(' ')}"`)).exit;
    await expect.poll(runs, { timeout: 120_000 }).toBe(0);
    await world.machines.stop(lab, unstopped());
    expect({ type: 'exec', ...(await asked) }).toEqual(
      unknownWith('exec', /the command was killed before it ended/),
    );
    await close();
  });

  test('tells nothing of machines that are stopped', async () => {
    const said = new RegExp(`${sayings.observer.source}|${sayings['API server'].source}`);
    expect(await looked(all, 'once')).toEqual(all.map(({ type }) => unknownWith(type, said)));
  });
}

/** The kubelet ends a part of the control plane that has no manifest any more. */
const ended = (name: string): string =>
  `pid=$(pgrep -x ${name}); mv /etc/kubernetes/manifests/${name}.yaml /root; tail --pid="$pid" -f /dev/null`;
const told = (type: string, verdict: VerdictKind) => expect.objectContaining({ type, verdict });
const unknownWith = (type: string, reason: RegExp) =>
  expect.objectContaining({ type, verdict: 'unknown', found: expect.stringMatching(reason) });
