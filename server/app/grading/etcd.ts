import { z } from 'zod';
import type { Question } from '#contract/observer.ts';
import type { Scene } from './check-module.ts';
import { cannotTell, found } from './found.ts';
import type { Found } from './found.ts';
import { readPems } from './read-pem.ts';
import { jsonOf } from './subject.ts';

/** A value as it lies in the store. */
export interface Stored {
  readonly key: string;
  readonly value: Buffer;
}

const pki = '/etc/kubernetes/pki';
const url = 'https://127.0.0.1:2379/v3/kv/range';
const timeoutMs = 5000;
/** A value may have 1.5 MiB, and a third more as base64. */
const maxBytes = 6 * 1024 * 1024;
const pageSize = 16;
const maxPages = 100;

/**
 * Reads etcd as the API server does, with its client certificate, through the JSON that etcd itself speaks: nothing of the
 * machine's own programs takes part. With `prefix` all keys that begin so.
 */
export async function readEtcd(
  on: string,
  what: { readonly key: string; readonly prefix: boolean },
  scene: Scene,
): Promise<Found<Stored[]>> {
  const file = (path: string) => ({ on, path: `${pki}/${path}` });
  const client = { cert: file('apiserver-etcd-client.crt'), key: file('apiserver-etcd-client.key') };
  const pems = await readPems({ ca: file('etcd/ca.crt'), clientCert: client }, scene);
  if (pems.kind !== 'found') return pems.kind === 'missing' ? cannotTell(pems.found) : pems;
  const end = what.prefix ? { range_end: base64(after(what.key)) } : {};
  const all: Stored[] = [];
  let from = Buffer.from(what.key);
  for (let page = 0; page < maxPages; page += 1) {
    const body = JSON.stringify({ key: base64(from), ...end, limit: pageSize });
    const question: HttpQuestion = {
      kind: 'http',
      netns: 'machine',
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      ...pems.value,
      maxBytes,
      timeoutMs,
    };
    const answer = await scene.observer.ask(scene.lab, on, question, scene.signal);
    if (answer.kind === 'unknown') return cannotTell(answer.reason);
    if (answer.status !== 200) return cannotTell(`etcd gave no values: ${answer.detail}`);
    const range = Range.safeParse(jsonOf(answer.body));
    if (!range.success) return cannotTell('etcd gave an answer that cannot be read');
    const { kvs, more } = range.data;
    all.push(...kvs.map(({ key, value }) => ({ key: key.toString('utf8'), value })));
    const last = kvs.at(-1);
    if (!more || last === undefined) return found(all);
    from = Buffer.concat([last.key, Buffer.from([0])]);
  }
  return cannotTell(`there are more than ${pageSize * maxPages} keys`);
}

type HttpQuestion = Extract<Question, { kind: 'http' }>;

const bytes = z.string().transform((text) => Buffer.from(text, 'base64'));

const Range = z.object({
  // A value of no bytes is left out.
  kvs: z.array(z.object({ key: bytes, value: bytes.default(Buffer.alloc(0)) })).default([]),
  more: z.boolean().default(false),
});

const base64 = (data: Buffer): string => data.toString('base64');

/** The first key that no longer begins with the prefix. */
function after(prefix: string): Buffer {
  const end = Buffer.from(prefix);
  const last = end.length - 1;
  end[last] = (end[last] ?? 0) + 1;
  return end;
}
