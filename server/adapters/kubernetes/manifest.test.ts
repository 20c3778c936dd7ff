import { expect, test } from 'vitest';
import { readManifest } from './manifest.ts';

test('documents keep their order, empty ones vanish and a List becomes its items', () => {
  const objects = readManifest(`
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
# only a comment
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: one }, data: { a: "1" } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: two } }
`);
  expect(objects.map((o) => [o['kind'], (o['metadata'] as { name: string }).name])).toEqual([
    ['Namespace', 'shop'],
    ['ConfigMap', 'one'],
    ['ConfigMap', 'two'],
  ]);
  expect(objects[1]).toMatchObject({ data: { a: '1' } });
});

test.each([
  ['no name', 'apiVersion: v1\nkind: Pod\nmetadata: {}'],
  ['no kind', 'apiVersion: v1\nmetadata: { name: x }'],
  ['broken YAML', 'kind: [Pod'],
])('a document with %s is a fault that counts it', (_name, text) => {
  expect(() => readManifest(`apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\n${text}`)).toThrow(
    'Document 2',
  );
});
