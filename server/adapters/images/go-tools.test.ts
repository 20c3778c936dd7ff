import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requireGo } from './go-toolchain.ts';
import { buildTool } from './go-tools.ts';
import { copyModuleFiles } from './module-files.ts';
import { loadTools, parseTool, type Sources, toolHash } from './tool-declaration.ts';

const go = { version: 'go1.26.8', target: 'linux/amd64' };
const toolYaml = 'programs: { gofmt: cmd/gofmt }\nversions: { gofmt: v1.26.0 }\n';
const sources: Sources = {
  'go.mod': 'module example/gofmt\n\ngo 1.26\n',
  'go.sum': '',
  'tool.yaml': toolYaml,
};
const declared = (yaml: string): Sources => ({ ...sources, 'tool.yaml': yaml });

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ckslab-go-tools-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the name of a build', () => {
  test('can be recomputed with sha256sum', () => {
    const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
    const lines = `${sum(sources['go.mod'])}  go.mod\n${sum('')}  go.sum\n${sum(toolYaml)}  tool.yaml\n`;
    expect(toolHash(sources, go)).toBe(sum(`${lines}go1.26.8 linux/amd64\n`));
  });

  test('changes with the Go files of a program of this repository, whatever their order', () => {
    const one = toolHash({ ...sources, 'a.go': 'package main', 'b.go': 'package main' }, go);
    expect(one).not.toBe(toolHash(sources, go));
    expect(one).toBe(toolHash({ 'b.go': 'package main', 'a.go': 'package main', ...sources }, go));
  });

  test('changes with each source file, the Go version and the target', () => {
    const names = [
      toolHash(sources, go),
      toolHash({ ...sources, 'go.mod': `${sources['go.mod']}\n` }, go),
      toolHash({ ...sources, 'go.sum': 'x' }, go),
      toolHash(declared(`${toolYaml}tags: [osusergo]\n`), go),
      toolHash(sources, { ...go, version: 'go1.26.9' }),
      toolHash(sources, { ...go, target: 'linux/arm64' }),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a declaration', () => {
  test('gets its defaults', () => {
    expect(parseTool('gofmt', sources)).toMatchObject({ name: 'gofmt', tags: [], ldflags: '', files: [] });
  });

  test.each([
    ['an unknown key', `${toolYaml}flags: -s\n`, /flags/],
    ['no program', 'programs: {}\nversions: { a: v1.0.0 }\n', /names no program/],
    [
      'a program outside the folder',
      'programs: { ../a: cmd/a }\nversions: { a: v1.0.0 }\n',
      /plain file name/,
    ],
    ['a package with a version', 'programs: { a: x.org/a@latest }\nversions: { a: v1.0.0 }\n', /import path/],
    ['a vague version', 'programs: { a: x.org/a }\nversions: { a: v1 }\n', /exact version/],
    [
      'files that leave the module',
      `${toolYaml}files: [{ module: x.org/a, from: ../b, to: b }]\n`,
      /not leave/,
    ],
    ['text that is not YAML', 'programs: {', /not valid/],
  ])('with %s is refused by name', (_what, yaml, message) => {
    expect(() => parseTool('gofmt', declared(yaml))).toThrowError(message);
    expect(() => parseTool('gofmt', declared(yaml))).toThrowError(
      expect.objectContaining({ code: 'config.invalid', remedy: 'Correct labs/images/tools/gofmt.' }),
    );
  });

  test('without go.sum is refused, since its versions would not be proven', async () => {
    await mkdir(join(dir, 'gofmt'));
    await writeFile(join(dir, 'gofmt', 'go.mod'), sources['go.mod']);
    await writeFile(join(dir, 'gofmt', 'tool.yaml'), toolYaml);
    await expect(loadTools(dir)).rejects.toThrow(/go\.sum cannot be read/);
  });

  test('is valid for every tool of the repository, and each proves its modules', async () => {
    const tools = await loadTools(join(import.meta.dirname, '../../../labs/images/tools'));
    expect(tools.map((tool) => tool.name)).toContain('kubernetes');
    for (const tool of tools) {
      if (Object.values(tool.programs).includes('.')) continue;
      const [version] = Object.values(tool.versions);
      expect(tool.sources['go.mod'], tool.name).toContain(` ${version}`);
      expect(tool.sources['go.sum'], tool.name).toContain(` ${version} h1:`);
    }
  });
});

test('a Go older than the one a tool needs is refused with both versions', () => {
  expect(() => requireGo('go1.25.9', '1.26', 'kind')).toThrow(/kind needs Go 1\.26 or newer.*go1\.25\.9/);
  expect(() => requireGo('go1.26.2', '1.26.3', 'runsc')).toThrow(/1\.26\.3/);
  expect(() => requireGo('go1.26.3', '1.26.3', 'runsc')).not.toThrow();
  expect(() => requireGo('devel go1.27-a1b2c3', '1.26.3', 'runsc')).not.toThrow();
});

describe('data files of a module', () => {
  beforeEach(async () => {
    await mkdir(join(dir, 'from', 'tests'), { recursive: true });
    for (const file of ['a.yaml', 'b.yaml', 'tests/c.yaml']) {
      await writeFile(join(dir, 'from', file), file, { mode: 0o444 });
    }
    await chmod(join(dir, 'from', 'tests'), 0o555);
  });

  const copied = async (): Promise<string[]> => (await readdir(join(dir, 'to'), { recursive: true })).sort();

  test('are copied writable', async () => {
    await copyModuleFiles(join(dir, 'from'), join(dir, 'to'));
    expect(await copied()).toEqual(['a.yaml', 'b.yaml', 'tests', 'tests/c.yaml']);
    expect((await stat(join(dir, 'to/tests/c.yaml'))).mode & 0o777).toBe(0o644);
  });

  test('can be chosen by name', async () => {
    await copyModuleFiles(join(dir, 'from'), join(dir, 'to'), { only: ['b.yaml'] });
    expect(await copied()).toEqual(['b.yaml']);
  });

  test('can be left out by name', async () => {
    await copyModuleFiles(join(dir, 'from'), join(dir, 'to'), { without: ['tests'] });
    expect(await copied()).toEqual(['a.yaml', 'b.yaml']);
  });

  test('that were asked for and are absent stop the copy', async () => {
    await expect(copyModuleFiles(join(dir, 'from'), join(dir, 'to'), { only: ['z'] })).rejects.toThrow(
      /ENOENT/,
    );
  });
});

// A package of the Go distribution itself: a real build that needs neither the network nor a large cache.
describe.skipIf(execaSync('go', ['version'], { reject: false }).failed)(
  'a build',
  { timeout: 180_000 },
  () => {
    const tool = parseTool('gofmt', sources);
    const options = (): Parameters<typeof buildTool>[1] => ({
      cacheDir: dir,
      signal: new AbortController().signal,
      note: () => undefined,
      log: join(dir, 'log', 'gofmt.log'),
    });

    test('made twice at the same time ends in one folder, and is found the next time', async () => {
      const both = await Promise.all([buildTool(tool, options()), buildTool(tool, options())]);
      expect(both[0].dir).toBe(both[1].dir);
      expect((await readdir(both[0].dir)).sort()).toEqual(['bin', 'files']);
      expect(await readdir(join(dir, 'tools/gofmt'))).toHaveLength(1);
      expect(await buildTool(tool, options())).toEqual({ dir: both[0].dir, cached: true });
    });

    test('of a program of this repository takes its own Go files', async () => {
      const yaml = 'programs: { hello: . }\nversions: { hello: v1.0.0 }\n';
      const main = 'package main\n\nfunc main() { println("hello") }\n';
      const built = await buildTool(parseTool('hello', { ...declared(yaml), 'main.go': main }), options());
      expect(execaSync(join(built.dir, 'bin/hello')).stderr).toBe('hello');
    });

    test('that fails leaves nothing behind and says what Go said', async () => {
      const broken = parseTool('gofmt', declared(toolYaml.replace('cmd/gofmt', 'cmd/absent')));
      await expect(buildTool(broken, options())).rejects.toMatchObject({
        code: 'image.build-failed',
        message: expect.stringContaining('cmd/absent'),
        remedy: expect.stringContaining(join(dir, 'log/gofmt.log')),
      });
      expect(await readdir(join(dir, 'tools/gofmt'))).toEqual([]);
      expect(await readFile(join(dir, 'log/gofmt.log'), 'utf8')).toContain('cmd/absent');
    });

    test('clears away what a killed build left, and leaves a running one alone', async () => {
      const parent = join(dir, 'tools/gofmt');
      const alive = `.draft-${process.ppid}-aaaaaa`;
      await mkdir(join(parent, '.draft-4194999-aaaaaa', 'source'), { recursive: true });
      await mkdir(join(parent, alive), { recursive: true });
      const built = await buildTool(tool, options());
      expect((await readdir(parent)).sort()).toEqual([alive, built.dir.slice(parent.length + 1)]);
    });

    test('can be stopped', async () => {
      const signal = AbortSignal.abort();
      await expect(buildTool(tool, { ...options(), signal })).rejects.toMatchObject({ code: 'cancelled' });
    });
  },
);
