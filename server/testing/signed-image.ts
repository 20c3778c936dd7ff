import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key as cosign makes one. */
export interface Signer {
  readonly privateKey: KeyObject;
  /** The public half, in PEM. */
  readonly pem: string;
}

export function signer(kind: 'ec' | 'ed25519' | 'rsa' = 'ec'): Signer {
  const { privateKey, publicKey } = {
    ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ed25519: () => generateKeyPairSync('ed25519'),
    rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }[kind]();
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }) as string };
}

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const signed = ({ privateKey }: Signer, bytes: string | Buffer): string =>
  sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(bytes), privateKey).toString(
    'base64',
  );

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const empty = '{}';

/** What a registry is to be given: blobs, then manifests by tag or digest. */
export interface Upload {
  readonly blobs: readonly string[];
  readonly manifests: readonly { readonly reference: string; readonly type: string; readonly text: string }[];
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

const described = (mediaType: string, text: string): Descriptor => ({
  mediaType,
  digest: digestOf(text),
  size: Buffer.byteLength(text),
});

function manifest(config: Descriptor, layers: readonly Descriptor[], more: object = {}): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, config, layers, ...more });
}

/** The smallest image there is, under a tag. */
export function plainImage(tag: string, word = 'hello'): Upload & { readonly digest: string } {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Env: [word] } });
  const text = manifest(described('application/vnd.oci.image.config.v1+json', config), []);
  return {
    blobs: [config],
    manifests: [{ reference: tag, type: ociManifest, text }],
    digest: digestOf(text),
  };
}

export const payloadOf = (digest: string, type = 'cosign container image signature'): string =>
  JSON.stringify({
    critical: {
      identity: { 'docker-reference': 'registry.test/app' },
      image: { 'docker-manifest-digest': digest },
      type,
    },
    optional: null,
  });

/** Payloads with their signatures, under the tag that cosign looks at for an image. */
export function taggedSignatures(
  digest: string,
  signatures: readonly { readonly payload: string; readonly signature: string }[],
): Upload {
  const layers = signatures.map(({ payload, signature }) => ({
    ...described('application/vnd.dev.cosign.simplesigning.v1+json', payload),
    annotations: { 'dev.cosignproject.cosign/signature': signature },
  }));
  const text = manifest(described('application/vnd.oci.image.config.v1+json', empty), layers);
  const reference = `${digest.replace(':', '-')}.sig`;
  return {
    blobs: [empty, ...signatures.map(({ payload }) => payload)],
    manifests: [{ reference, type: ociManifest, text }],
  };
}

/** A bundle among the referrers of an image, in the tag for registries that do not list them. */
export function bundledSignature(
  digest: string,
  by: Signer,
  predicateType = 'https://sigstore.dev/cosign/sign/v1',
): Upload {
  const statement = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType,
    predicate: {},
  });
  const payloadType = 'application/vnd.in-toto+json';
  const pae = `DSSEv1 ${payloadType.length} ${payloadType} ${statement.length} ${statement}`;
  const dsseEnvelope = {
    payload: Buffer.from(statement).toString('base64'),
    payloadType,
    signatures: [{ sig: signed(by, pae) }],
  };
  const bundle = JSON.stringify({ mediaType: bundleType, verificationMaterial: {}, dsseEnvelope });
  const text = manifest(
    described('application/vnd.oci.empty.v1+json', empty),
    [described(bundleType, bundle)],
    {
      artifactType: bundleType,
    },
  );
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    // As cosign 3 writes it where the registry keeps no list.
    manifests: [{ ...described(ociManifest, text), artifactType: 'application/vnd.oci.empty.v1+json' }],
  });
  return {
    blobs: [empty, bundle],
    manifests: [
      { reference: digestOf(text), type: ociManifest, text },
      {
        reference: digest.replace(':', '-'),
        type: 'application/vnd.oci.image.index.v1+json',
        text: index,
      },
    ],
  };
}
