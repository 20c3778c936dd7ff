import {
  bundleSigned,
  bundleType,
  signatureAnnotation,
  type Signed,
  simpleSigned,
  simpleSigningType,
} from '#domain/grading/cosign.ts';
import { cannotTell, found } from './found.ts';
import type { Found } from './found.ts';
import type { Layer, Registry } from './registry.ts';

/** More than these nobody makes by hand; a registry that has them may be made to keep the grader busy. */
const most = 64;

/** What lies beside an image as its signatures. */
export interface Signatures {
  readonly signed: readonly Signed[];
  /** Those that are not what their place says, or whose bytes were changed. */
  readonly broken: number;
}

/**
 * Every signature of the image with this digest, in both forms of cosign. Attestations are none. Unknown as soon as one of
 * them could not be read: it may be the one.
 */
export async function findSignatures(registry: Registry, digest: string): Promise<Found<Signatures>> {
  const places = await layersOf(registry, digest);
  if (places.kind !== 'found') return places;
  if (places.value.length > most) return cannotTell(`there are more than ${most} signatures`);
  const signed: Signed[] = [];
  let broken = 0;
  for (const place of places.value) {
    const blob = await registry.blob(place.digest);
    if (blob.kind === 'unknown') return blob;
    // A blob that is not there, or another one, was never signed by anybody.
    const text = blob.kind === 'found' && blob.value.digest === place.digest ? blob.value.text : undefined;
    const read = text === undefined ? undefined : place.read(text);
    if (read !== undefined) signed.push(read);
    else if (text === undefined || place.mustBeOne) broken += 1;
  }
  return found({ signed, broken });
}

interface Kept {
  readonly digest: string;
  readonly read: (text: string) => Signed | undefined;
  /** Nothing else may lie here. */
  readonly mustBeOne: boolean;
}

/** The blobs that may hold signatures, and how each is read. */
async function layersOf(registry: Registry, digest: string): Promise<Found<Kept[]>> {
  const tagged = await registry.layers(`${digest.replace(':', '-')}.sig`);
  if (tagged.kind !== 'found') return tagged;
  const referrers = await registry.referrers(digest);
  if (referrers.kind !== 'found') return referrers;
  if (referrers.value.length > most) return cannotTell(`there are more than ${most} signatures`);
  const all = tagged.value.filter(({ mediaType }) => mediaType === simpleSigningType).map(simple);
  for (const referrer of referrers.value) {
    const layers = await registry.layers(referrer);
    if (layers.kind !== 'found') return layers;
    all.push(...layers.value.filter(({ mediaType }) => bundleType.test(mediaType)).map(bundled));
  }
  return found(all);
}

const simple = ({ digest, annotations }: Layer): Kept => ({
  digest,
  read: (text) => simpleSigned(text, annotations[signatureAnnotation] ?? ''),
  mustBeOne: true,
});
const bundled = ({ digest }: Layer): Kept => ({ digest, read: bundleSigned, mustBeOne: false });
