import { type Checked, checkFile, mainFile, setupFile, type Target } from './main-file.ts';
import { plainText } from './markdown.ts';
import { refuse, type Source, type SourceStep } from './read-source.ts';
import { checkScript, type Place, placeholder, setupScript } from './scripts.ts';

/** The files of a scenario, and what a person has to know about how they came to be. */
export interface Imported {
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/**
 * Makes a scenario out of one of Killercoda. Everything that it cannot decide is marked with REWRITE, which
 * `ckslab scenario lint` lists.
 * @throws Fault `request.invalid` for a machine that labs do not have, or when there is nothing to check.
 */
export function convert(source: Source, target: Target): Imported {
  const { environment, place } = machinesLike(source.imageId);
  const numbered = source.steps.map((step, i) => ({ ...step, n: i + 1 }));
  const steps = numbered.filter((step): step is Checked => step.verify !== undefined);
  if (steps.length === 0) {
    throw refuse(
      'No step has a verify script, so there is nothing to check.',
      'Write one, then import again.',
    );
  }
  const pages = numbered.map((step) => plainText(step.text, `step ${step.n}`));
  const intro = plainText(source.intro, 'the introduction');
  const reading = numbered.flatMap((step, i) =>
    step.verify === undefined ? [`## ${step.title}\n\n${pages[i]?.text ?? ''}`] : [],
  );
  const assets = assetFiles(source, place);
  const files = new Map<string, string>([
    ['scenario.yaml', mainFile({ source, target, steps, environment, place, assets: assets.steps, pages })],
    ['story.md', `${[intro.text || source.description, ...reading].join('\n\n')}\n`],
    [
      'explain.md',
      `${plainText(source.finish, 'the end').text}\n\n<!-- REWRITE: why it works, and where people slip -->\n`,
    ],
    ...source.setup.map(({ file, text }, i): [string, string] => [
      setupFile(i),
      setupScript(file, text, place),
    ]),
    ...assets.files,
    ...steps.map(({ n, verify }): [string, string] => [
      checkFile(n),
      checkScript(verify.file, verify.text, place),
    ]),
    ...placeholders(),
  ]);
  const stepNotes = numbered.flatMap((step) => notesOf(step));
  return {
    files,
    notes: [
      ...source.notes,
      ...assets.notes,
      ...intro.notes,
      ...pages.flatMap(({ notes }) => notes),
      ...stepNotes,
    ],
  };
}

function machinesLike(imageId: string): { environment: object; place: Place } {
  const nodes = /^kubernetes-kubeadm-([12])nodes?\b/.exec(imageId)?.[1];
  if (nodes !== undefined) {
    return {
      environment: { kind: 'cluster', nodes: Number(nodes) },
      place: { machine: 'cp', cluster: true },
    };
  }
  if (/^ubuntu\b/.test(imageId)) {
    const place = { machine: 'machine', cluster: false };
    return { environment: { kind: 'host', hosts: [{ name: place.machine }] }, place };
  }
  throw refuse(
    `The scenario runs on ${imageId}, and no lab is like that.`,
    'Only ubuntu, kubernetes-kubeadm-1node and kubernetes-kubeadm-2nodes can be taken over.',
  );
}

const placeholders = (): [string, string][] => [
  ['solution/first.sh', placeholder('do what a learner does to solve every task.')],
  ['wrong/first.sh', placeholder('do what a learner does who misunderstood a task.')],
  ['wrong/second.sh', placeholder('do what a learner does who misunderstood it in another way.')],
  ['wrong/delete-everything.sh', placeholder('remove all that a learner could remove.')],
];

function notesOf({ n, verify, opening }: SourceStep & { n: number }): string[] {
  return [
    ...(verify === undefined ? [`step ${n} has no verify script: its text went into story.md`] : []),
    ...opening.map(
      (file) => `step ${n} runs ${file} when it opens; labs prepare everything before: left out`,
    ),
  ];
}

interface Assets {
  readonly files: [string, string][];
  readonly steps: object[];
  readonly notes: string[];
}

function assetFiles({ assets }: Source, { machine }: Place): Assets {
  const plain = assets.flatMap(({ asset, text }) => (text === undefined ? [] : [{ asset, text }]));
  const name = (file: string): string =>
    `files/assets/${file
      .split('/')
      .at(-1)
      ?.replaceAll(/[^\w.-]/g, '-')}`;
  return {
    files: plain.map(({ asset, text }) => [name(asset.file), text]),
    steps: plain.map(({ asset: { file, target, chmod = '' } }) => ({
      say: `Put ${file}`,
      file: {
        on: machine,
        from: name(file),
        to: `${target.replace(/^~/, '/root').replace(/\/$/, '')}/${file.split('/').at(-1)}`,
        ...(chmod.includes('x') && { mode: '0755' }),
      },
    })),
    notes: assets
      .filter(({ text }) => text === undefined)
      .map(({ asset }) => `the assets ${asset.file} are left out: name each file`),
  };
}
