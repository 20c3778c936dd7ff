import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';

const Named = z.looseObject({ name: z.string() });
const AdminConfig = z.looseObject({
  clusters: z.tuple([Named.extend({ cluster: z.looseObject({ server: z.string() }) })]),
  contexts: z.tuple([Named]),
  users: z.tuple([Named]),
});

/** kubeadm's own kubeconfig with the address where its reader finds the API server, and with the names that kind gives. */
export function clusterKubeconfig(adminConf: string, lab: LabId, server: string): string {
  const { clusters, users, ...rest } = AdminConfig.parse(parse(adminConf));
  const name = `kind-${lab}`;
  return stringify({
    ...rest,
    clusters: [{ ...clusters[0], name, cluster: { ...clusters[0].cluster, server } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ ...users[0], name }],
    'current-context': name,
  });
}
