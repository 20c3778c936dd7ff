import { Fault } from '#domain/fault.ts';
import type { Asked } from '#ports/cluster-api.ts';
import { messageOf, type Reply } from './connection.ts';

export type Unanswered = Extract<Asked<never>, { kind: 'unknown' }>;

export const cannotTell = (reason: string): Unanswered => ({ kind: 'unknown', reason });

/** A reply that answers neither yes nor no. */
export function refusal({ status, body }: Pick<Reply, 'status' | 'body'>): Unanswered {
  const said = messageOf({ status, body });
  if (status === 401) return cannotTell(`The API server does not accept the platform's credentials: ${said}`);
  if (status === 403) return cannotTell(`The API server forbids it: ${said}`);
  if (status >= 500) return cannotTell(`The API server failed (${status}): ${said}`);
  return cannotTell(`The API server refused (${status}): ${said}`);
}

/** Why no reply came. */
export function silence(error: unknown, withinMs: number): Unanswered {
  if (error instanceof Fault) return cannotTell(error.message);
  if (isTimeout(error)) return cannotTell(`The API server did not answer within ${withinMs / 1000} s.`);
  const code = codeOf(error);
  if (code === 'ECONNREFUSED')
    return cannotTell('The API server is not running: the connection was refused.');
  const text = error instanceof Error ? error.message : String(error);
  return cannotTell(`The API server cannot be reached: ${text}`);
}

/** After such a failure the address may have changed too, as it does when a cluster is made anew. */
export const isUnreachable = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET'].includes(codeOf(error) ?? '');

const isTimeout = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'TimeoutError') || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
