import type { CheckType } from '#contract/scenario/checks.ts';
import type { CheckModule } from './check-module.ts';
import { answer } from './checks/answer.ts';
import { cis } from './checks/cis.ts';
import { dockerInspect } from './checks/docker-inspect.ts';
import { etcdValue } from './checks/etcd-value.ts';
import { exec } from './checks/exec.ts';
import { image } from './checks/image.ts';
import { k8sAdmission } from './checks/k8s-admission.ts';
import { k8sCan } from './checks/k8s-can.ts';
import { k8sList } from './checks/k8s-list.ts';
import { k8sObject } from './checks/k8s-object.ts';
import { k8sRollout } from './checks/k8s-rollout.ts';
import { logEvents } from './checks/log-events.ts';
import { netConnect } from './checks/net-connect.ts';
import { netDns } from './checks/net-dns.ts';
import { netHttp } from './checks/net-http.ts';
import { netListen } from './checks/net-listen.ts';
import { netTls } from './checks/net-tls.ts';
import { netWire } from './checks/net-wire.ts';
import { nodeFile } from './checks/node-file.ts';
import { nodeKernel } from './checks/node-kernel.ts';
import { nodePackage } from './checks/node-package.ts';
import { nodeProcess } from './checks/node-process.ts';
import { nodeSshd } from './checks/node-sshd.ts';
import { nodeUnit } from './checks/node-unit.ts';
import { nodeUser } from './checks/node-user.ts';
import { procStatus } from './checks/proc-status.ts';
import { promQuery } from './checks/prom-query.ts';
import { runtimeIs } from './checks/runtime-is.ts';
import { sbom } from './checks/sbom.ts';
import { script } from './checks/script.ts';
import { signature } from './checks/signature.ts';

/** One module per type: the compiler refuses a table that lacks one. */
const modules = {
  'k8s.object': k8sObject,
  'k8s.list': k8sList,
  'k8s.rollout': k8sRollout,
  'k8s.can': k8sCan,
  'k8s.admission': k8sAdmission,
  'net.connect': netConnect,
  'net.dns': netDns,
  'net.http': netHttp,
  'net.tls': netTls,
  'net.listen': netListen,
  'net.wire': netWire,
  'node.file': nodeFile,
  'node.process': nodeProcess,
  'node.unit': nodeUnit,
  'node.package': nodePackage,
  'node.user': nodeUser,
  'node.kernel': nodeKernel,
  'node.sshd': nodeSshd,
  'proc.status': procStatus,
  script,
  image,
  sbom,
  signature,
  cis,
  'runtime.is': runtimeIs,
  'docker.inspect': dockerInspect,
  exec,
  answer,
  'etcd.value': etcdValue,
  'log.events': logEvents,
  'prom.query': promQuery,
} satisfies { [T in CheckType]: { readonly type: T } };

/** The module of a type. What it sees is its own business. */
export function moduleOf<T extends CheckType>(type: T): CheckModule<T, unknown> {
  return modules[type] as unknown as CheckModule<T, unknown>;
}
