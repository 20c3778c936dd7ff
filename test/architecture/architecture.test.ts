import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCycle } from './cycles.ts';
import { layerOf, layers, mayImport, pureLayers, pureModules } from './layers.ts';
import { exists, readSources, root } from './sources.ts';

const sources = readSources('server', 'web');
const shipped = sources.filter(({ isTest, path }) => !isTest && layerOf(path) !== 'testing');

test('every folder has its place among the layers', () => {
  expect(
    [...new Set(shipped.map(({ path }) => layerOf(path)))].filter((layer) => !(layer in layers)),
  ).toEqual([]);
});

describe('imports', () => {
  test('point inward', () => {
    const wrong = shipped.flatMap(({ path, files }) =>
      files.filter((file) => !mayImport(layerOf(path), layerOf(file))).map((file) => `${path} → ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  test('of the page reach the contract and nothing else of the server', () => {
    const page = sources.filter(({ path }) => layerOf(path) === 'web');
    const wrong = page.flatMap(({ path, files }) =>
      files.filter((file) => !/^(web|server\/contract)\//.test(file)).map((file) => `${path} → ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  test('name their file with its ending', () => {
    const wrong = sources.flatMap(({ path, files }) =>
      files.filter((file) => !exists(file)).map((file) => `${path} → ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  test('make no circle', () => {
    expect(findCycle(shipped.map(({ path, loads }) => ({ path, files: loads })))).toBeUndefined();
  });

  test('of the inner layers touch nothing of the machine', () => {
    const inner = shipped.filter(({ path }) => pureLayers.has(layerOf(path)));
    const wrong = inner.flatMap(({ path, packages }) =>
      packages
        .filter((name) => name.startsWith('node:') && !pureModules.has(name))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('files', () => {
  test('have at most 250 lines, the composition root at most 150', () => {
    const long = sources.filter(({ path, lines }) => lines > (path === 'server/main.ts' ? 150 : 250));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test('are named after what they hold', () => {
    const vague = /(^|\/)(utils?|helpers?|managers?|misc|common|index)(\.|\/)/i;
    const named = sources.filter(
      ({ path }) => vague.test(path) || !/^[\w.-]+$/.test(path.split('/').at(-1) ?? ''),
    );
    expect(named.map(({ path }) => path)).toEqual([]);
  });
});

describe('packages', () => {
  test('that are imported are declared', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
    const packageOf = (name: string): string =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    const wrong = sources.flatMap(({ path, packages }) =>
      packages
        .filter((name) => !name.startsWith('node:') && !declared.has(packageOf(name)))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('never include the old codemirror, which has a name too near to its successors', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages)).not.toContain('node_modules/codemirror');
  });
});
