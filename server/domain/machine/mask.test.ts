import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked } from './mask.ts';

const jwt = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl';
const pem =
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEow+swordfish/IBAAKCAQEA\nq83v\n-----END RSA PRIVATE KEY-----';
const data = Buffer.from(pem).toString('base64');

describe('what opens something is blotted out', () => {
  test.each([
    ['the address that works once', '{"path":"/enter?token=swordfish-1&x=2"}'],
    ['a cookie of the page', 'cookie: cks-lab-3939=swordfish; theme=dark'],
    ['a cookie that is set', '{"set-cookie":"cks-lab-3939=swordfish; Path=/"}'],
    ['a bearer', 'authorization: Bearer swordfish.abc'],
    ['a service account token', jwt.replace('c2ln', 'swordfish')],
    ['a private key', pem],
    ['a private key in JSON', JSON.stringify({ key: pem })],
    ['a kubeconfig', `users:\n- user:\n    client-key-data: ${data}\n    token: swordfish`],
    ['a kubeconfig in JSON', JSON.stringify({ 'client-key-data': `swordfish${data}` })],
    ['credentials in an address', 'git pull https://ada:swordfish@git.example/pack.git'],
    ['a setting of the environment', 'REGISTRY_PASSWORD=swordfish docker login'],
    ['a field with a telling name', '{"apiKey":"swordfish","db_password":"sword\\"swordfish"}'],
  ])('%s', (_, text) => {
    const said = masked(text);
    expect(said).not.toContain('swordfish');
    expect(said).not.toContain(data.slice(0, 40));
    expect(said).toContain('***');
  });
});

test('what helps is kept', () => {
  const line =
    '{"level":30,"time":1,"lab":"lab-aaaaaaaa","step":"control-plane","ms":812,"ref":"cks-lab/node:1ebbc6b4a530","msg":"step done"}';
  expect(masked(line)).toBe(line);
  expect(masked('sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toContain(
    '9f86d0',
  );
  expect(masked('cannot open /home/ada/.local/state/x', '/home/ada')).toBe('cannot open ~/.local/state/x');
});

test('masking twice is the same as once, whatever the text', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom(jwt, pem, data, 'token=abc', 'password: "x"', '\n'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const once = masked(words.join(' '));
      expect(masked(once)).toBe(once);
    }),
    { seed: 7 },
  );
});
