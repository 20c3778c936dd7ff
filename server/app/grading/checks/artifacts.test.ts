import { expect, test } from 'vitest';
import { TestLab } from '../../../testing/test-lab.ts';

const saved = {
  kind: 'image' as const,
  exists: true,
  id: 'sha256:1',
  sizeBytes: 12_000_000,
  config: { config: { User: 'app' }, history: [{ created_by: 'COPY . /' }] },
  layers: [{ sizeBytes: 10, files: 2 }],
  found: [],
  secretIn: [],
};

const engine = (more: object): TestLab => {
  const lab = new TestLab();
  lab.sees = () => ({ ...saved, ...more });
  return lab;
};

test('an image is judged by its configuration, by files of any layer and by where a secret is', async () => {
  const check = {
    type: 'image',
    on: 'host',
    image: 'app:1',
    expect: [{ cel: "self.config.User == 'app' && self.history.size() == 1", say: 'it runs as app' }],
    filesAbsent: ['/app/.env', 'id_*'],
    secretScan: 'c0ffee-c0ffee',
  };
  expect(await engine({}).look(check)).toMatchObject({
    verdict: 'pass',
    expected:
      'app:1: it runs as app, no layer has /app/.env and id_*, the secret of this attempt is nowhere in it',
    found: '1 layers, 12 MB',
  });
  const bad = engine({
    config: { config: { User: '' }, history: [{}] },
    found: [{ path: '/app/.env', layer: 2, deleted: true }],
    secretIn: ['its configuration or history'],
  });
  expect(await bad.look(check)).toMatchObject({
    verdict: 'fail',
    found:
      'not so: it runs as app; there is /app/.env (layer 2, deleted later); the secret is in its configuration or history',
  });
  expect(await engine({ exists: false }).look(check)).toMatchObject({
    verdict: 'fail',
    found: 'there is no image app:1',
  });
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

test('what an image was not asked for does not count against it', async () => {
  const check = { type: 'image', on: 'host', image: 'app:1', filesAbsent: ['/x'] };
  expect((await engine({ secretIn: ['a'] }).look(check)).verdict).toBe('pass');
});

const file = (content: string, more: object = {}): TestLab => {
  const lab = new TestLab();
  lab.sees = () => ({
    kind: 'file',
    exists: true,
    type: 'file',
    owner: 'root',
    group: 'root',
    mode: '0644',
    content,
    ...more,
  });
  return lab;
};
const bom = JSON.stringify({
  bomFormat: 'CycloneDX',
  metadata: { component: { name: 'app', version: 'sha256:abc' } },
  components: [{ name: 'xz', purl: 'pkg:deb/debian/xz-utils@5.6.1?arch=amd64' }],
});

test('a bill of materials is judged by what it is about and what it lists', async () => {
  const check = {
    type: 'sbom',
    on: 'host',
    file: '/a.json',
    of: 'sha256:abc',
    contains: ['pkg:deb/debian/xz-utils'],
  };
  expect(await file(bom).look(check)).toMatchObject({
    verdict: 'pass',
    expected:
      '/a.json is a bill of materials (SPDX or CycloneDX) of sha256:abc that lists pkg:deb/debian/xz-utils',
    found: 'CycloneDX with 1 packages',
  });
  expect((await file(bom).look({ ...check, of: 'sha256:def', format: 'spdx' })).found).toBe(
    'it is CycloneDX; it is about app, sha256:abc',
  );
  expect((await file(bom).look({ ...check, contains: ['pkg:deb/debian/xz-utils@5.4'] })).found).toBe(
    'of its 1 packages none is pkg:deb/debian/xz-utils@5.4',
  );
  expect((await file('{}').look(check)).found).toBe('/a.json is neither SPDX 2 nor CycloneDX in JSON');
  expect((await file('no JSON').look(check)).verdict).toBe('fail');
  expect((await file('', { type: 'directory', content: undefined }).look(check)).verdict).toBe('fail');
  expect((await file(bom, { exists: false }).look(check)).found).toBe('there is no /a.json');
});

test('a bill of materials that could not be read whole is unknown', async () => {
  const check = { type: 'sbom', on: 'host', file: '/a.json', contains: ['pkg:npm/a'] };
  expect((await file(bom, { sha256: 'of more' }).look(check)).verdict).toBe('unknown');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});
