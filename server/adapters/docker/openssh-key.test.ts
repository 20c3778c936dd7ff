import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLabKeys } from './openssh-key.ts';

test('ssh-keygen derives the public key from the private one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const keys = createLabKeys('lab-aaaaaaaa');
  const file = join(folder, 'id_ed25519');
  writeFileSync(file, keys.privateKey, { mode: 0o600 });
  expect(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' })).toBe(keys.publicKey);
});

test('no two key pairs are equal', () => {
  expect(createLabKeys('a').publicKey).not.toBe(createLabKeys('a').publicKey);
});
