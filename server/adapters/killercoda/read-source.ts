import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#domain/fault.ts';
import { readInside } from '../fs/inside.ts';
import { type Asset, IndexFile, type Step } from './index-file.ts';

const maxBytes = 256 * 1024;

/** A step with the texts of its files. */
export interface SourceStep {
  readonly title: string;
  readonly text: string;
  readonly verify: { readonly file: string; readonly text: string } | undefined;
  /** Scripts that Killercoda runs when the step opens. */
  readonly opening: readonly string[];
}

/** A Killercoda scenario with the texts of its files. */
export interface Source {
  readonly title: string;
  readonly description: string;
  readonly minutes: number | undefined;
  readonly imageId: string;
  readonly intro: string;
  readonly finish: string;
  /** Scripts that prepare the machine, in the order in which they run. */
  readonly setup: readonly { readonly file: string; readonly text: string }[];
  readonly steps: readonly SourceStep[];
  readonly assets: readonly { readonly asset: Asset; readonly text: string | undefined }[];
  /** What was seen and not understood. */
  readonly notes: readonly string[];
}

/**
 * Reads the folder of a Killercoda scenario.
 * @throws Fault `request.invalid` that says what cannot be taken over, and why.
 */
export async function readSource(folder: string): Promise<Source> {
  const index = await readIndex(folder);
  const read = (file: string): Promise<string> => readNamed(folder, file);
  const text = async (file: string | undefined): Promise<string> => (file === undefined ? '' : read(file));
  const { intro = {}, finish = {}, steps, assets = {} } = index.details;
  const setup = [intro.courseData, intro.background, intro.foreground].filter((file) => file !== undefined);
  const first = Object.entries(assets).find(([host]) => host === 'host01')?.[1] ?? [];
  const others = Object.keys(assets).filter((host) => host !== 'host01');
  return {
    title: index.title,
    description: index.description ?? index.title,
    minutes: minutesOf(index.time),
    imageId: index.backend.imageid,
    intro: await text(intro.text),
    finish: await text(finish.text),
    setup: await Promise.all(setup.map(async (file) => ({ file, text: shell(file, await read(file)) }))),
    steps: await Promise.all(steps.map((step, i) => readStep(step, i, read))),
    assets: await Promise.all(
      first.map(async (asset) => ({
        asset,
        text: /[*?]/.test(asset.file) ? undefined : await asAsset(read, asset),
      })),
    ),
    notes: others.map((host) => `assets of ${host} are left out: only those of host01 have a machine here`),
  };
}

async function readIndex(folder: string): Promise<IndexFile> {
  const text = await readInside(folder, 'index.json', maxBytes).catch(async (cause: unknown) => {
    const isCourse = await access(join(folder, 'structure.json')).then(
      () => true,
      () => false,
    );
    throw isCourse
      ? refuse(`${folder} is a course of several scenarios.`, 'Import each of its scenarios alone.', cause)
      : refuse(`${folder} has no index.json.`, 'Name the folder of one Killercoda scenario.', cause);
  });
  const read = IndexFile.safeParse(asJson(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw refuse(`index.json cannot be read:\n${faults.join('\n')}`, 'Correct index.json, then import again.');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`index.json is not JSON: ${why}`, 'Correct index.json, then import again.', cause);
  }
}

async function readStep(step: Step, i: number, read: (file: string) => Promise<string>): Promise<SourceStep> {
  const { title = `Step ${i + 1}`, text, verify, background, foreground } = step;
  return {
    title,
    text: text === undefined ? '' : await read(text),
    verify: verify === undefined ? undefined : { file: verify, text: shell(verify, await read(verify)) },
    opening: [background, foreground].filter((file) => file !== undefined),
  };
}

/** Assets lie in a folder of their own. */
const asAsset = (read: (file: string) => Promise<string>, { file }: Asset): Promise<string> =>
  read(join('assets', file));

async function readNamed(folder: string, file: string): Promise<string> {
  return readInside(folder, file, maxBytes).catch((cause: unknown) => {
    const why = cause instanceof Fault ? cause.message : String(cause);
    throw refuse(
      `index.json names ${file}, which cannot be taken over: ${why}`,
      'Correct the folder, then import again.',
      cause,
    );
  });
}

/** Other programs than shells are not in every machine of a lab. */
function shell(file: string, text: string): string {
  const program = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  const name = (program?.[1]?.endsWith('/env') ? program[2] : program?.[1])?.split('/').at(-1) ?? 'bash';
  if (name === 'bash' || name === 'sh') return text;
  throw refuse(
    `${file} is written for ${name}; only shell scripts can be taken over.`,
    'Write it as a bash script, then import again.',
  );
}

const minutesOf = (time: string | undefined): number | undefined => {
  const minutes = Number(/\d+/.exec(time ?? '')?.[0]);
  return minutes > 0 ? minutes : undefined;
};

export const refuse = (message: string, remedy: string, cause?: unknown): Fault =>
  new Fault('request.invalid', message, { remedy, cause });
