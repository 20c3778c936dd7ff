import { expect, test, vi } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { TrialLook } from './trial-look.ts';
import { unstopped } from './trial-world.ts';

const web = { pod: { namespace: 'default', labels: { app: 'web' } } };
const ref = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  namespace: 'default',
  name: 'no-way-out',
};
const noWayOut = {
  apiVersion: ref.apiVersion,
  kind: ref.kind,
  metadata: { name: ref.name, namespace: ref.namespace },
  spec: { podSelector: { matchLabels: web.pod.labels }, policyTypes: ['Egress'] },
};

/** In a cluster with the Pod of `webAndSecret`: a name server that answers others and not that Pod. */
export function aSilentNameServer({
  lab,
  clusterApi,
  once,
}: {
  lab: LabId;
  clusterApi: Pick<ClusterApi, 'apply' | 'delete'>;
  once: TrialLook['once'];
}): void {
  const name = 'web.default.svc.cluster.local';
  const check = { type: 'net.dns', from: web, name, expect: 'fails', timeout: '1s' };
  const becomes = (verdict: string) =>
    vi.waitFor(async () => expect(await once(check)).toMatchObject({ verdict }), {
      timeout: 60_000,
      interval: 500,
    });

  test('fails for the Pod that a policy cuts off, when its node gets an answer', async () => {
    expect(await once(check)).toMatchObject({ verdict: 'fail' });
    await clusterApi.apply(lab, JSON.stringify(noWayOut), unstopped());
    await becomes('pass');
    expect(await once(check)).toMatchObject({ probe: expect.stringContaining('; cp gets an answer') });
    expect(await once({ ...check, control: web })).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('none comes to Pod default/web either'),
    });
    await clusterApi.delete(lab, ref, unstopped());
    await becomes('fail');
  });
}
