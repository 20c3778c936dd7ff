import { parse } from 'yaml';
import { z } from 'zod';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { isRejection } from '#domain/grading/admission.ts';
import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip } from '#domain/grading/words.ts';
import { fill } from '#domain/scenario/template.ts';
import type { ApiReply, Caller } from '#ports/cluster-api.ts';
import { freshMarker, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import { credentialsOf, jsonOf, namesOf, subjectWords } from '../subject.ts';

type Check = CheckOf<'k8s.admission'>;

type Admitted =
  | { readonly kind: 'accepted'; readonly object: unknown }
  | { readonly kind: 'rejected'; readonly message: string };

const tidyMs = 10_000;

/** Does the cluster let an object in? Only a refusal by an admission plugin is a rejection. */
export const k8sAdmission: CheckModule<'k8s.admission', Admitted> = {
  type: 'k8s.admission',
  deadlineMs: () => 30_000,

  expected({ expect, message, result }) {
    if (expect === 'reject') {
      return `admission rejects the object${message === undefined ? '' : `, and what it says ${matchWords(message)}`}`;
    }
    return `the object is accepted${result === undefined ? '' : `: ${expectationWords(result)}`}`;
  },

  async observe(check, scene) {
    const object = await probeObject(check, scene);
    if (object.kind !== 'found') return notFound(object, `a new object of ${check.manifest}`);
    const probe = probeWords(check, object.value);
    const as = await callerOf(check, scene);
    if (as.kind !== 'found') return notFound(as, probe);
    const { apiVersion, kind, metadata } = object.value;
    const where = { apiVersion, kind, namespace: metadata.namespace };
    const path = await scene.clusterApi.pathOf(scene.lab, where, scene.signal);
    if (path.kind === 'absent') return unknown(`the cluster has no kind ${kind} of ${apiVersion}`, probe);
    if (path.kind === 'unknown') return unknown(path.reason, probe);
    return create(check, { object: object.value, path: path.value, as: as.value }, scene, probe);
  },

  judge({ expect, message, result }, admitted, vars) {
    if (admitted.kind === 'rejected') {
      const says = `rejected: ${clip(admitted.message)}`;
      const faults = message === undefined ? [] : textFaults(message, admitted.message);
      return { ok: expect === 'reject' && faults.length === 0, found: says };
    }
    if (expect === 'reject') return { ok: false, found: 'the object is accepted' };
    if (result === undefined) return { ok: true, found: 'accepted' };
    return judgeExpectations(result, { self: admitted.object }, vars, undefined);
  },
};

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string().optional(), namespace: z.string().default('default') }),
});
type Manifest = z.infer<typeof Manifest>;

/** The object of the author under a name that is free. */
async function probeObject({ manifest }: Check, scene: Scene): Promise<Found<Manifest>> {
  const text = fill(await scene.file(manifest), scene.vars);
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return cannotTell(`${manifest} is not one document of YAML`);
  }
  const read = Manifest.safeParse(value);
  if (!read.success) return cannotTell(`${manifest} is no Kubernetes object`);
  const { metadata, ...rest } = read.data;
  const name = `${metadata.name ?? rest.kind.toLowerCase()}-${freshMarker(scene)}`;
  return found({ ...rest, metadata: { ...metadata, name } });
}

async function callerOf({ as }: Check, scene: Scene): Promise<Found<Caller | undefined>> {
  if (as === undefined) return found(undefined);
  return 'kubeconfig' in as ? credentialsOf(as, scene) : found(namesOf(as));
}

function probeWords({ as, mode }: Check, object: Manifest): string {
  const who = as === undefined ? '' : ` as ${subjectWords(as)}`;
  const how = mode === 'real' ? '' : ' --dry-run=server';
  return `kubectl create${how} -f -${who}: ${clip(JSON.stringify(object), 500)}`;
}

interface Attempt {
  readonly object: Manifest;
  readonly path: string;
  readonly as: Caller | undefined;
}

async function create(
  { mode }: Check,
  { object, path, as }: Attempt,
  { clusterApi, lab, signal }: Scene,
  probe: string,
): Promise<Sight<Admitted>> {
  const query = `fieldValidation=Strict${mode === 'real' ? '' : '&dryRun=All'}`;
  try {
    const reply = await clusterApi.request(
      lab,
      { method: 'POST', path: `${path}?${query}`, body: object, ...(as !== undefined && { as }) },
      signal,
    );
    if (reply.kind !== 'found') return unknown(reply.kind === 'unknown' ? reply.reason : 'no answer', probe);
    return admitted(reply.value, probe);
  } finally {
    // Also when no answer came, and when the look was stopped: the object may be there all the same.
    if (mode === 'real') {
      const { apiVersion, kind, metadata } = object;
      const { name, namespace } = metadata;
      const ref = { apiVersion, kind, namespace, ...(name !== undefined && { name }) };
      // What keeps the grader from that says nothing of admission, and must not stand in the place of what does.
      await clusterApi.delete(lab, ref, AbortSignal.timeout(tidyMs)).catch(() => undefined);
    }
  }
}

const Said = z.object({ message: z.string() });

function admitted({ status, text }: ApiReply, probe: string): Sight<Admitted> {
  const body = jsonOf(text);
  if (status < 300) return seen({ kind: 'accepted', object: body }, probe);
  const message = Said.safeParse(body).data?.message ?? text;
  if (isRejection(status, message)) return seen({ kind: 'rejected', message }, probe);
  return unknown(`this is no rejection by admission (${status}): ${clip(message)}`, probe);
}
