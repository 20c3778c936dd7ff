import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';

const declared = ['go.mod', 'go.sum', 'tool.yaml'] as const;
/** Everything that decides the result: the declaration, and the Go files of a program that lives in this repository. */
export type Sources = Readonly<Record<(typeof declared)[number], string> & Record<string, string>>;

const FileName = z.string().regex(/^[a-zA-Z0-9][\w.-]*$/, 'must be a plain file name');
const Package = z
  .string()
  .regex(/^(\.|[a-z0-9][\w.~/-]*)$/, 'must be a Go import path without a version, or "."');
const ModulePath = z.string().regex(/^[a-z0-9][\w.~/-]*$/, 'must be a Go module path without a version');
const RelativePath = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'must be a relative path')
  .refine((path) => !path.split('/').includes('..'), 'must not leave its folder');

const ModuleFiles = z
  .strictObject({
    module: ModulePath,
    from: RelativePath,
    to: RelativePath,
    only: z.array(FileName).min(1).optional(),
    without: z.array(FileName).min(1).optional(),
  })
  .refine((files) => !(files.only && files.without), 'takes `only` or `without`, not both');

const ToolFile = z.strictObject({
  programs: z.record(FileName, Package).refine((all) => Object.keys(all).length > 0, 'names no program'),
  tags: z.array(z.string().regex(/^[\w.]+$/, 'must be a Go build tag')).default([]),
  ldflags: z.string().default(''),
  versions: z
    .record(z.string().min(1), z.string().regex(/^v\d+\.\d+\.\d+/, 'must be an exact version'))
    .refine((all) => Object.keys(all).length > 0, 'names no version'),
  files: z.array(ModuleFiles).default([]),
});

export type ModuleFiles = z.infer<typeof ModuleFiles>;

/** One Go-built tool: what to build, and the exact text of everything that decides the result. */
export type ToolDeclaration = Readonly<z.infer<typeof ToolFile>> & {
  readonly name: string;
  readonly sources: Sources;
};

export interface GoPlatform {
  /** As Go prints it, e.g. `go1.26.8`. */
  readonly version: string;
  /** e.g. `linux/amd64`. */
  readonly target: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The sources in the order in which they are hashed: the declaration, then the Go files by name. */
export function listSources(sources: Sources): { name: string; text: string }[] {
  const own = Object.keys(sources).filter((name) => name.endsWith('.go'));
  return [...declared, ...own.sort()].map((name) => ({ name, text: sources[name] ?? '' }));
}

/**
 * The name under which a build is kept: sha256 over one line per source (as `sha256sum` prints it) and one line for
 * the Go version and target, so that the name can be recomputed in a shell when a cache is in doubt.
 */
export function toolHash(sources: Sources, go: GoPlatform): string {
  const lines = listSources(sources).map(({ name, text }) => `${sha256(text)}  ${name}\n`);
  return sha256(`${lines.join('')}${go.version} ${go.target}\n`);
}

/** Reads one declaration. Faults `config.invalid` with every problem and its key. */
export function parseTool(name: string, sources: Sources): ToolDeclaration {
  const read = ToolFile.safeParse(readYaml(name, sources['tool.yaml']));
  if (read.success) return { ...read.data, name, sources };
  throw invalid(name, read.error.issues.map(problem).join('; '), read.error);
}

function problem(issue: z.core.$ZodIssue): string {
  const reasons = issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message) : [issue.message];
  return `${issue.path.join('.') || 'tool.yaml'}: ${reasons.join(', ')}`;
}

/** Every tool declared below `dir` (one folder each), sorted by name. Faults `config.invalid`. */
export async function loadTools(dir: string): Promise<ToolDeclaration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => parseTool(name, await readSources(name, join(dir, name)))),
  );
}

async function readSources(name: string, dir: string): Promise<Sources> {
  const read = async (file: string): Promise<string> => {
    try {
      return await readFile(join(dir, file), 'utf8');
    } catch (cause) {
      throw invalid(name, `${join(dir, file)} cannot be read`, cause);
    }
  };
  const own = (await readdir(dir)).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'));
  return {
    ...Object.fromEntries(await Promise.all(own.map(async (file) => [file, await read(file)] as const))),
    'go.mod': await read('go.mod'),
    'go.sum': await read('go.sum'),
    'tool.yaml': await read('tool.yaml'),
  };
}

function readYaml(name: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (cause) {
    throw invalid(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(name: string, what: string, cause: unknown): Fault {
  return new Fault('config.invalid', `The declaration of the tool ${name} is not valid: ${what}`, {
    remedy: `Correct labs/images/tools/${name}.`,
    cause,
  });
}
