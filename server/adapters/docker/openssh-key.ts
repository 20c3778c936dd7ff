import { generateKeyPairSync, randomInt } from 'node:crypto';
import type { LabKeys } from '#ports/runtimes.ts';

const keyType = 'ssh-ed25519';

/** A fresh ed25519 key pair in the formats of OpenSSH. The comment is the last word of the public key. */
export function createLabKeys(comment: string): LabKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = rawPart(publicKey.export({ format: 'jwk' }).x);
  const seed = rawPart(privateKey.export({ format: 'jwk' }).d);
  const blob = Buffer.concat([field(keyType), field(point)]);
  return {
    publicKey: `${keyType} ${blob.toString('base64')} ${comment}\n`,
    privateKey: armoured(privateBlob(blob, point, seed, comment)),
  };
}

/** The layout is that of PROTOCOL.key in the OpenSSH sources, without encryption. */
function privateBlob(publicBlob: Buffer, point: Buffer, seed: Buffer, comment: string): Buffer {
  const check = uint32(randomInt(2 ** 32));
  const secret = Buffer.concat([
    check,
    check,
    field(keyType),
    field(point),
    field(Buffer.concat([seed, point])),
    field(comment),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  return Buffer.concat([
    Buffer.from('openssh-key-v1\u0000'),
    field('none'),
    field('none'),
    field(''),
    uint32(1),
    field(publicBlob),
    field(Buffer.concat([secret, padding])),
  ]);
}

function armoured(blob: Buffer): string {
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function rawPart(text: string | undefined): Buffer {
  if (text === undefined) throw new TypeError('an ed25519 key without its numbers');
  return Buffer.from(text, 'base64url');
}
