import { z } from 'zod';
import type { CheckOf } from '#contract/scenario/checks.ts';
import type { ApiRequest, Caller } from '#ports/cluster-api.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { notFound } from '../not-found.ts';
import { credentialsOf, jsonOf, namesOf, subjectWords } from '../subject.ts';

type Check = CheckOf<'k8s.can'>;

interface Permission {
  readonly allowed: boolean;
  /** In the API server's words, which may be empty. */
  readonly why: string;
}

/** What somebody may do, as the API server itself decides it. */
export const k8sCan: CheckModule<'k8s.can', Permission> = {
  type: 'k8s.can',
  deadlineMs: () => 15_000,

  expected(check) {
    const may = check.expect === 'allow' ? 'may' : 'may not';
    return `${subjectWords(check.as)} ${may} ${actWords(check)}`;
  },

  async observe(check, scene) {
    const probe = probeWords(check);
    if ('user' in check.as) return review(check, namesOf(check.as), scene, probe);
    if (check.via === 'review' && 'serviceAccount' in check.as) {
      const [namespace = '', name = ''] = check.as.serviceAccount.split('/');
      const ref = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name };
      const account = await scene.clusterApi.get(scene.lab, ref, scene.signal);
      if (account.kind === 'unknown') return unknown(account.reason, probe);
      // Rights may outlive the account that they were given to.
      if (account.kind === 'absent') return missing(`there is no ${subjectWords(check.as)}`, probe);
      return review(check, namesOf(check.as), scene, probe);
    }
    const credentials = await credentialsOf(check.as, scene);
    if (credentials.kind !== 'found') return notFound(credentials, probe);
    return selfReview(check, credentials.value, scene, probe);
  },

  judge({ expect }, { allowed, why }) {
    const reason = why === '' ? '' : `: ${why}`;
    return { ok: allowed === (expect === 'allow'), found: `${allowed ? 'allowed' : 'denied'}${reason}` };
  },
};

const resourceWords = ({ resource, group, subresource }: Check): string =>
  `${resource}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;

function actWords(check: Check): string {
  const { verb, name, namespace } = check;
  const which = name === undefined ? '' : ` ${name}`;
  const where = namespace === undefined ? 'in the whole cluster' : `in Namespace ${namespace}`;
  return `${verb} ${resourceWords(check)}${which} ${where}`;
}

function probeWords(check: Check): string {
  const { verb, resource, group, name, subresource, namespace, as } = check;
  const who = 'kubeconfig' in as ? ['--kubeconfig', as.kubeconfig.path] : asWords(namesOf(as), 'user' in as);
  return [
    'kubectl auth can-i',
    verb,
    `${resource}${group === '' ? '' : `.${group}`}${name === undefined ? '' : `/${name}`}`,
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    ...(namespace === undefined ? ['-A'] : ['-n', namespace]),
    ...who,
  ].join(' ');
}

// The API server adds the groups of a ServiceAccount to whoever says its name.
const asWords = ({ user, groups }: { user: string; groups: readonly string[] }, withGroups: boolean) => [
  `--as=${user}`,
  ...(withGroups
    ? groups.filter((group) => group !== 'system:authenticated').map((group) => `--as-group=${group}`)
    : []),
];

const reviews = '/apis/authorization.k8s.io/v1';

function attributes({ verb, resource, group, name, subresource, namespace }: Check) {
  return { resourceAttributes: { verb, resource, group, name, subresource, namespace } };
}

function review(
  check: Check,
  { user, groups }: { user: string; groups: readonly string[] },
  scene: Scene,
  probe: string,
): Promise<Sight<Permission>> {
  const spec = { user, groups, ...attributes(check) };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  return asked({ method: 'POST', path: `${reviews}/subjectaccessreviews`, body }, scene, probe);
}

function selfReview(check: Check, as: Caller, scene: Scene, probe: string): Promise<Sight<Permission>> {
  const spec = attributes(check);
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec };
  return asked({ method: 'POST', path: `${reviews}/selfsubjectaccessreviews`, body, as }, scene, probe);
}

const Reviewed = z.object({ status: z.object({ allowed: z.boolean(), reason: z.string().default('') }) });

async function asked(
  request: ApiRequest,
  { clusterApi, lab, signal }: Scene,
  probe: string,
): Promise<Sight<Permission>> {
  const reply = await clusterApi.request(lab, request, signal);
  if (reply.kind !== 'found') return unknown(reply.kind === 'unknown' ? reply.reason : 'no answer', probe);
  const { status, text } = reply.value;
  if (status === 401 && request.as !== undefined) {
    return seen({ allowed: false, why: 'the API server does not know these credentials' }, probe);
  }
  const reviewed = Reviewed.safeParse(jsonOf(text));
  if (!reviewed.success) return unknown(`the API server gave no review (${status})`, probe);
  const { allowed, reason } = reviewed.data.status;
  return seen({ allowed, why: reason }, probe);
}
