import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

/** A signature as cosign keeps it beside an image. */
export interface Signed {
  /** What was signed, byte by byte. */
  readonly bytes: Buffer;
  readonly signature: Buffer;
  /** The images that it speaks of, by the digests of their manifests. */
  readonly images: readonly string[];
}

/** The types under which cosign keeps signatures: in a tag of their own, and among the referrers of an image. */
export const simpleSigningType = 'application/vnd.dev.cosign.simplesigning.v1+json';
export const bundleType = /^application\/vnd\.dev\.sigstore\.bundle\b/;
export const signatureAnnotation = 'dev.cosignproject.cosign/signature';

const imageTypes = ['cosign container image signature', 'https://sigstore.dev/cosign/sign/v1'];

const Payload = z.object({
  critical: z.object({
    image: z.object({ 'docker-manifest-digest': z.string() }),
    type: z.enum(imageTypes),
  }),
});

/** A signature over a payload of its own; undefined for a payload that does not speak of an image. */
export function simpleSigned(payload: string, signature: string): Signed | undefined {
  const read = Payload.safeParse(jsonOf(payload));
  if (!read.success) return undefined;
  const { image } = read.data.critical;
  return {
    bytes: Buffer.from(payload),
    signature: Buffer.from(signature, 'base64'),
    images: [image['docker-manifest-digest']],
  };
}

const Bundle = z.object({
  dsseEnvelope: z.object({
    payload: z.string(),
    payloadType: z.string(),
    // The envelope of a bundle has exactly one.
    signatures: z.tuple([z.object({ sig: z.string() })]),
  }),
});
const Statement = z.object({
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()) })),
  predicateType: z.enum(imageTypes),
});

/** The signature in a bundle of Sigstore; undefined for a bundle that holds something else, such as an attestation. */
export function bundleSigned(bundle: string): Signed | undefined {
  const read = Bundle.safeParse(jsonOf(bundle));
  if (!read.success) return undefined;
  const { payload, payloadType, signatures } = read.data.dsseEnvelope;
  const body = Buffer.from(payload, 'base64');
  const statement = Statement.safeParse(jsonOf(body.toString('utf8')));
  if (!statement.success) return undefined;
  // What DSSE signs: type and body, each with its length before it.
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.length} `;
  return {
    bytes: Buffer.concat([Buffer.from(head), body]),
    signature: Buffer.from(signatures[0].sig, 'base64'),
    images: statement.data.subject.flatMap(({ digest }) =>
      digest['sha256'] === undefined ? [] : [`sha256:${digest['sha256']}`],
    ),
  };
}

/** The public key in a PEM text; undefined when there is none, or one that cosign cannot use. A private key is none. */
export function publicKeyOf(pem: string): KeyObject | undefined {
  if (!/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType !== undefined && key.asymmetricKeyType in hashes ? key : undefined;
  } catch {
    return undefined;
  }
}

/** cosign takes SHA-256 for all keys, and in bundles that of the curve's size. Ed25519 hashes by itself. */
const hashes: Readonly<Record<string, readonly (string | null)[]>> = {
  ec: ['sha256', 'sha384', 'sha512'],
  rsa: ['sha256'],
  ed25519: [null],
};

/** Is it a signature by the owner of this key, over exactly these bytes? Says nothing of the images that it speaks of. */
export function isBy(key: KeyObject, { bytes, signature }: Signed): boolean {
  return (hashes[key.asymmetricKeyType ?? ''] ?? []).some((hash) => {
    try {
      return verify(hash, bytes, key, signature);
    } catch {
      // A signature that is none at all.
      return false;
    }
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
