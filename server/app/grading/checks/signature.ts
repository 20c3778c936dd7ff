import type { KeyObject } from 'node:crypto';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { isBy, publicKeyOf } from '#domain/grading/cosign.ts';
import { type ImageReference, imageReference } from '#domain/grading/image-reference.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';
import { found } from '../found.ts';
import type { Found } from '../found.ts';
import { notFound } from '../not-found.ts';
import type { Place } from '../places.ts';
import { readPem, readPems } from '../read-pem.ts';
import { Registry } from '../registry.ts';
import { findSignatures, type Signatures } from '../signatures.ts';

type Check = CheckOf<'signature'>;

interface Sealed extends Signatures {
  readonly digest: string;
  readonly key: KeyObject;
}

/**
 * Whether an image in a registry is signed with a key, as cosign signs: in a tag of its own or as a bundle among the image's referrers.
 * The grader reads the registry and verifies by itself, the digest of the image too; certificates, transparency logs and attestations
 * are not looked at.
 */
export const signature: CheckModule<'signature', Sealed> = {
  type: 'signature',
  // Some requests one after the other, behind a Pod of the grader that may have to start.
  deadlineMs: ({ timeout }) => 45_000 + 4 * milliseconds(timeout),

  expected({ image, key, expect }) {
    return `${image} is ${expect === 'valid' ? '' : 'not '}signed with ${keyWords(key)}`;
  },

  async observe(check, scene) {
    const name = imageReference(check.image);
    const command = `cosign verify --key ${keyPath(check.key)} --insecure-ignore-tlog ${check.image}`;
    if (name === undefined) return unknown(`${check.image} is no image of a registry`, command);
    const place = await scene.places.from(check.from, scene.signal);
    if (place.kind !== 'found') return notFound(place, command);
    return sealed(check, name, place.value, scene, `from ${place.value.words}: ${command}`);
  },

  judge({ expect }, { digest, key, signed, broken }) {
    const ours = signed.filter((one) => isBy(key, one));
    const ok = ours.some(({ images }) => images.includes(digest));
    const others = ours.flatMap(({ images }) => images);
    const short = `${digest.slice(0, 19)}…`;
    const total = signed.length + broken;
    if (ok) return { ok: expect === 'valid', found: `signed with this key, as ${short}` };
    const told =
      total === 0
        ? `nobody has signed ${short}`
        : others.length > 0
          ? `this key has signed ${others[0]?.slice(0, 19) ?? 'another image'}…, and the image is ${short}`
          : `of ${total} ${total === 1 ? 'signature' : 'signatures'} of ${short} none is sound and by this key`;
    return { ok: expect === 'invalid', found: told };
  },
};

async function sealed(
  check: Check,
  image: ImageReference,
  place: Place,
  scene: Scene,
  probe: string,
): Promise<Sight<Sealed>> {
  const pem = await keyText(check.key, scene);
  if (pem.kind !== 'found') return notFound(pem, probe);
  const key = publicKeyOf(pem.value);
  if (key === undefined) return missing(`${keyWords(check.key)} is no public key`, probe);
  const [leads, pems] = [
    await scene.places.leading(check.to, scene.signal),
    await readPems({ ca: check.ca }, scene),
  ];
  if (leads.kind !== 'found') return notFound(leads, probe);
  if (pems.kind !== 'found') return notFound(pems, probe);
  const { plainHttp } = check;
  const timeoutMs = milliseconds(check.timeout);
  const registry = new Registry({ place, image, plainHttp, ...leads.value, ...pems.value, timeoutMs }, scene);
  const manifest = await registry.manifest(image.reference);
  if (manifest.kind === 'missing') return missing(`the registry has no ${check.image}`, probe);
  if (manifest.kind === 'unknown') return unknown(manifest.reason, probe);
  const { digest } = manifest.value;
  if (image.reference.includes(':') && image.reference !== digest)
    return unknown(`the registry gives something else for ${check.image}`, probe);
  const signatures = await findSignatures(registry, digest);
  return signatures.kind === 'found'
    ? seen({ ...signatures.value, digest, key }, probe)
    : notFound(signatures, probe);
}

async function keyText(key: Check['key'], scene: Scene): Promise<Found<string>> {
  return 'file' in key ? found(await scene.file(key.file)) : readPem(key, scene);
}

function keyWords(key: Check['key']): string {
  if ('file' in key) return 'the key of this scenario';
  return 'secret' in key ? `${key.key} of Secret ${key.secret}` : `the key ${key.path}`;
}

function keyPath(key: Check['key']): string {
  if ('path' in key) return key.path;
  return 'secret' in key ? `k8s://${key.secret}` : 'cosign.pub';
}
