import { beforeAll, expect, test } from 'vitest';
import type { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import type { LabId } from '#contract/ids.ts';
import { rootShell, verdictsOf } from './root-shell.ts';
import type { TrialLook } from './trial-look.ts';
import { recordedRun, type TrialWorld, unstopped } from './trial-world.ts';

interface Cluster {
  readonly lab: LabId;
  readonly world: TrialWorld;
  readonly clusterApi: KubeClusterApi;
  /** A grading of its own: what one has found of a program it does not look at again. */
  readonly grading: () => TrialLook;
}

const conf = '/etc/kubernetes/admin.conf';
const config = '/home/learner/.kube/config';
const secret = (name: string) => ({
  type: 'exec',
  in: { machine: 'cp' },
  argv: ['/bin/bash', '-c', `kubectl --kubeconfig ${conf} --cache-dir /dev/null get secret ${name} -o name`],
  expect: { exit: 0, stdout: { contains: `secret/${name}` } },
});
/** One that is there, and one of which only a liar says so. */
const [there, wanted] = [secret('trial'), secret('wanted')];
const object = (name: string) => ({
  type: 'k8s.object',
  ref: { apiVersion: 'v1', kind: 'Secret', namespace: 'default', name },
  expect: [{ cel: `self.metadata.name == '${name}'`, say: 'it is there' }],
});
const liar = `printf '#!/bin/sh\\necho secret/trial secret/wanted\\n' >/root/liar; chmod +x /root/liar`;

/** A learner is root on the control plane and on the workstation. What is changed is put back: the cluster is used further. */
export function aForgedKubeconfig({ lab, world, clusterApi, grading }: Cluster): void {
  const [cp, workstation] = [rootShell(world, lab, 'cp'), rootShell(world, lab, 'workstation')];
  const verdicts = (how: 'look' | 'once', ...checks: Record<string, unknown>[]) =>
    verdictsOf(grading(), how, checks);
  /** The platform's own way to the API server, over a new connection. */
  const ownWay = async () => {
    clusterApi.forget(lab);
    return verdicts('look', object('trial'), object('wanted'));
  };

  beforeAll(async () => {
    await world.hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
    const content = await world.clusters.kubeconfig(lab, 'lab', unstopped());
    await world.machines.put(
      lab,
      'workstation',
      [{ path: config, content, mode: '0600', uid: 1000, gid: 1000 }],
      unstopped(),
    );
    await cp(`cp -a ${conf} /root/kept.conf; cp -a /usr/bin/kubectl /root/kubectl; ${liar}`);
  });

  test('has changed nothing: what kubectl says is believed', async () => {
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
  });

  test.each([
    ['another server', `sed -i 's#server: .*#server: https://127.0.0.1:9443#' ${conf}`],
    [
      'another authority',
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=kubernetes -keyout /root/ca.key -out /root/ca.crt 2>/dev/null
      sed -i "s#certificate-authority-data: .*#certificate-authority-data: $(base64 -w0 /root/ca.crt)#" ${conf}`,
    ],
    ['nothing at all', `rm ${conf}`],
  ])('names %s: kubectl is not run, and the grader goes its own way', async (_, script) => {
    await cp(script);
    expect(await verdicts('once', there, wanted)).toEqual(['unknown', 'unknown']);
    expect(await ownWay()).toEqual(['pass', 'fail']);
    await cp(`cp -a /root/kept.conf ${conf}`);
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
  });

  test('renews the certificate: it is the same administrator of the same cluster', async () => {
    await cp('kubeadm certs renew admin.conf');
    expect(await cp(`cmp -s ${conf} /root/kept.conf || echo another`)).toBe('another\n');
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
    await cp(`cp -a /root/kept.conf ${conf}`);
  });

  test('replaces kubectl on the control plane: it is not run', async () => {
    await cp('cp /root/liar /usr/bin/kubectl');
    expect(await verdicts('once', there, wanted)).toEqual(['unknown', 'unknown']);
    await cp('cp -a --remove-destination /root/kubectl /usr/bin/kubectl');
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
  });

  test('sets PATH for every shell, and flags for every kubectl: nothing changes', async () => {
    const profiles = '/etc/profile.d/liar.sh /root/.profile /root/.bashrc /root/.bash_profile';
    const flags = [
      'apiVersion: kubectl.config.k8s.io/v1beta1',
      'kind: Preference',
      'defaults: [{ command: get, options: [{ name: server, default: "https://127.0.0.1:9" }] }]',
    ].join('\n');
    await cp(`for f in ${profiles}; do [ ! -e $f ] || cp -a $f $f.kept; done
      mkdir -p /root/liars /root/.kube; cp /root/liar /root/liars/kubectl
      for f in ${profiles}; do echo 'export PATH=/root/liars:$PATH' >>$f; done
      cat >/root/.kube/kuberc <<'END'\n${flags}\nEND`);
    // The trick works for whoever does not see to it.
    expect(await cp("bash -lc 'kubectl'")).toContain('secret/wanted');
    expect(await cp(`! /usr/bin/kubectl --kubeconfig ${conf} get secret trial 2>&1`)).toContain(
      '127.0.0.1:9',
    );
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
    await cp(`rm -r /root/liars /root/.kube/kuberc
      for f in ${profiles}; do rm -f $f; [ ! -e $f.kept ] || mv $f.kept $f; done`);
  });

  test('replaces kubectl and kubeconfig on the workstation: nothing changes', async () => {
    const kubectl = '/usr/local/bin/kubectl';
    await workstation(`${liar}; cp -a ${kubectl} /root/kubectl; cp -a ${config} /root/config
      cp --remove-destination /root/liar ${kubectl}; sed -i 's#server: .*#server: https://127.0.0.1:9443#' ${config}`);
    expect(await workstation('kubectl get secret wanted')).toContain('secret/wanted');
    expect(await ownWay()).toEqual(['pass', 'fail']);
    expect(await verdicts('look', there, wanted)).toEqual(['pass', 'fail']);
    await workstation(`cp -a --remove-destination /root/kubectl ${kubectl}; cp -a /root/config ${config}`);
  });
}
