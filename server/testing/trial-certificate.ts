import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certified {
  readonly name: string;
  readonly key: KeyObject;
  /** In PEM. */
  readonly cert: string;
}

const named = { sequence: 0x30, set: 0x31, integer: 0x02, bits: 0x03, oid: 0x06, text: 0x0c, time: 0x17 };

function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const oid = (hex: string): Buffer => der(named.oid, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = der(named.sequence, oid('2a8648ce3d040302'));
const commonName = (name: string): Buffer =>
  der(named.sequence, der(named.set, der(named.sequence, oid('550403'), der(named.text, name))));
const always = der(named.sequence, der(named.time, '200101000000Z'), der(named.time, '491231000000Z'));

/** A certificate of a new key, signed by another one or, without `by`, by itself. */
export function certified(name: string, by?: Certified): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = der(
    named.sequence,
    der(0xa0, der(named.integer, Buffer.from([2]))),
    der(named.integer, Buffer.from([1])),
    ecdsaWithSha256,
    commonName(by?.name ?? name),
    always,
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, by?.key ?? privateKey);
  const whole = der(named.sequence, body, ecdsaWithSha256, der(named.bits, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { name, key: privateKey, cert };
}
