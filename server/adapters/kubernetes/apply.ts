import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '#domain/fault.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { type ApiServer, isReply } from './api-server.ts';
import { messageOf, type Reply } from './connection.ts';
import { pathOf } from './discovery.ts';
import { type Limits, usualNamespace } from './objects.ts';
import { Identity } from './manifest.ts';

const retryEveryMs = 300;

/** Applies one object; for `patienceMs` it waits for what an earlier object of the manifest brings about. */
export async function applyObject(
  api: ApiServer,
  object: KubeObject,
  limits: Limits & { readonly patienceMs: number },
): Promise<void> {
  const deadline = performance.now() + limits.patienceMs;
  for (;;) {
    const refused = await tryOnce(api, object, limits);
    if (refused === undefined) return;
    if (!refused.passing || performance.now() >= deadline) throw notApplied(object, refused.reason);
    await delay(retryEveryMs, undefined, { signal: limits.signal });
  }
}

interface Refused {
  readonly reason: string;
  /** The same call may succeed a little later. */
  readonly passing: boolean;
}

async function tryOnce(api: ApiServer, object: KubeObject, limits: Limits): Promise<Refused | undefined> {
  const { apiVersion, kind, metadata } = Identity.parse(object);
  const resource = await api.resource(apiVersion, kind, limits);
  if (resource.kind === 'absent') {
    return { reason: `the cluster has no kind ${kind} of ${apiVersion}`, passing: true };
  }
  if (resource.kind === 'unknown') return { reason: resource.reason, passing: true };
  const { namespace = usualNamespace, name = '' } = metadata;
  const path = `${pathOf(resource.value, { namespace, name })}?fieldManager=cks-lab&force=true`;
  const type = 'application/apply-patch+yaml';
  // JSON is YAML.
  const reply = await api.call({ method: 'PATCH', path, type, body: JSON.stringify(object) }, limits);
  if (!isReply(reply)) return { reason: reply.reason, passing: true };
  return reply.status < 300 ? undefined : { reason: messageOf(reply), passing: isPassing(reply) };
}

/**
 * What time may heal: a server that starts (and knows no roles yet) or is overloaded, a webhook whose Pod is not up, a CRD or
 * namespace that is not known everywhere yet, a namespace whose service account is still being made.
 */
function isPassing(reply: Reply): boolean {
  if (reply.status >= 500 || [404, 409, 429].includes(reply.status)) return true;
  return (
    reply.status === 403 && /error looking up service account|User "[^"]*" cannot /.test(messageOf(reply))
  );
}

function notApplied(object: KubeObject, reason: string): Fault {
  const { kind, metadata } = Identity.parse(object);
  return new Fault('runtime.failed', `${kind} ${metadata.name ?? ''} could not be applied: ${reason}`, {
    remedy: 'Reset the lab. If it happens again, correct the manifest of the scenario.',
  });
}
