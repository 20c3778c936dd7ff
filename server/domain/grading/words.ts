import type { ObjectRef, PodRef } from '#contract/scenario/parts.ts';

const most = 300;

/** A text cut to what a result has room for. */
export function clip(text: string, limit = most): string {
  const plain = text.trim();
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1)}…`;
}

/** A text in quotation marks; line breaks become visible. */
export function quoted(text: string): string {
  return `“${clip(text).replaceAll('\n', '⏎')}”`;
}

/** A value as one short line; long fractions are rounded. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return clip(value) === '' ? '“”' : clip(value);
  if (typeof value === 'number') return String(rounded(value));
  return clip(
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? rounded(inner) : inner)) ?? '',
  );
}

const rounded = (n: number): number => (Number.isInteger(n) ? n : Math.round(n * 100) / 100);

/** `a=b, c=d`, or an empty text. */
export function labelWords(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** An object or a kind of objects: `NetworkPolicy orders/closed`, `every Pod of Namespace shop with app=web`. */
export function refWords(ref: ObjectRef): string {
  if (ref.name !== undefined)
    return `${ref.kind} ${ref.namespace === undefined ? '' : `${ref.namespace}/`}${ref.name}`;
  const place = ref.namespace === undefined ? '' : ` of Namespace ${ref.namespace}`;
  const labels = labelWords(ref.labels);
  return `every ${ref.kind}${place}${labels === '' ? '' : ` with ${labels}`}`;
}

/** Pods as a check names them: `Pod shop/web-0`, `Pods app=web of Namespace shop`. */
export function podWords(pod: PodRef): string {
  if (pod.name !== undefined) return `Pod ${pod.namespace}/${pod.name}`;
  const labels = labelWords(pod.labels);
  return `Pods ${labels === '' ? '' : `${labels} `}of Namespace ${pod.namespace}`;
}

/** Words joined by commas and a last `and`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A text in which values that must stay hidden are replaced by `…`. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((plain, secret) => (secret === '' ? plain : plain.replaceAll(secret, '…')), text);
}
