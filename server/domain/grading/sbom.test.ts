import { expect, test } from 'vitest';
import { lists, readSbom } from './sbom.ts';

const spdx = {
  spdxVersion: 'SPDX-2.3',
  name: 'registry.lab/app',
  packages: [
    {
      SPDXID: 'SPDXRef-app',
      name: 'app',
      versionInfo: 'sha256:abc',
      checksums: [{ algorithm: 'SHA256', checksumValue: 'abc' }],
    },
    {
      SPDXID: 'SPDXRef-ssl',
      name: 'openssl',
      externalRefs: [
        { referenceType: 'purl', referenceLocator: 'pkg:deb/debian/openssl@3.0.1?arch=amd64' },
        { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a' },
      ],
    },
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-app' },
  ],
};

test('SPDX names its subject in a relationship', () => {
  expect(readSbom(spdx)).toEqual({
    format: 'spdx',
    subject: ['registry.lab/app', 'app', 'sha256:abc', 'abc'],
    packages: ['pkg:deb/debian/openssl@3.0.1?arch=amd64'],
  });
  const older = { ...spdx, relationships: [], documentDescribes: ['SPDXRef-ssl'] };
  expect(readSbom(older)?.subject).toContain('openssl');
});

test('CycloneDX names its subject in its metadata, and components may hold others', () => {
  const document = {
    bomFormat: 'CycloneDX',
    metadata: {
      component: { type: 'container', name: 'app', version: 'sha256:abc', hashes: [{ content: 'abc' }] },
    },
    components: [
      { name: 'a', purl: 'pkg:npm/a@1', components: [{ name: 'b', purl: 'pkg:npm/b@2' }] },
      { name: 'c' },
    ],
  };
  expect(readSbom(document)).toEqual({
    format: 'cyclonedx',
    subject: ['app', 'sha256:abc', 'abc'],
    packages: ['pkg:npm/a@1', 'pkg:npm/b@2'],
  });
  expect(readSbom({ bomFormat: 'CycloneDX' })).toEqual({ format: 'cyclonedx', subject: [], packages: [] });
});

test('another document is no bill of materials', () => {
  expect(readSbom({ spdxVersion: 'SPDX-3.0' })).toBeUndefined();
  expect(readSbom([])).toBeUndefined();
  expect(readSbom('SPDX-2.3')).toBeUndefined();
});

test.each([
  ['pkg:deb/debian/openssl', true],
  ['pkg:deb/debian/openssl@3.0.1', true],
  ['pkg:deb/debian/openssl@3.0', false],
  ['pkg:deb/debian/openss', false],
  ['pkg:npm/%40scope/a', true],
  ['pkg:npm/@scope/a@1.0', true],
  ['pkg:npm/100%', false],
])('%s is listed: %s', (wanted, is) => {
  const packages = ['pkg:deb/debian/openssl@3.0.1?arch=amd64', 'pkg:npm/%40scope/a@1.0#sub'];
  expect(lists(packages, wanted)).toBe(is);
});
