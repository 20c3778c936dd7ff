import type { Advice, Adviser, Material, Rule } from './advice.ts';

type File = Material['files'][number];

const isSetup = ({ path }: File): boolean => path[0] === 'setup';

/** Blanks comment lines without moving anything. */
const uncommented = (text: string): string =>
  text.replaceAll(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));

function finds(
  rule: Rule,
  file: File,
  pattern: RegExp,
  say: (match: RegExpMatchArray) => string | undefined,
): Advice[] {
  return [...uncommented(file.text).matchAll(pattern)].flatMap((match) => {
    const message = say(match);
    return message === undefined ? [] : [{ rule, file: file.file, at: { offset: match.index }, message }];
  });
}

// At the place of a command, not as the argument of one.
const sleeping = /(?<=^[ \t]*|[;&|(][ \t]*|\b(?:do|then|else)[ \t]+)sleep[ \t]+[\d.]/gm;

/** A fixed wait is too long on one machine and too short on another. */
export const setupDoesNotSleep: Adviser = ({ files }) =>
  files
    .filter((file) => isSetup(file) && file.kind === 'script')
    .flatMap((file) => finds('sleep', file, sleeping, () => 'use a wait step instead of sleep'));

const image = /(?<=^[ \t-]*image:[ \t]*|[{,][ \t]*image:[ \t]*)['"]?([^\s'",}]+)/gm;

/** Labs hold the images of the lab and nothing else; a tag that moves makes tomorrow's lab another one. */
export const imagesAreOfTheLab: Adviser = ({ files }) =>
  files
    .filter(({ kind }) => kind !== 'content')
    .flatMap((file) => finds('images', file, image, ([, name = '']) => imageFault(name)));

function imageFault(name: string): string | undefined {
  if (/[${]/.test(name)) return undefined;
  const tag = /:([^/:@]+)$/.exec(name.replace(/@.*$/, ''))?.[1];
  if (!name.includes('@') && (tag === undefined || tag === 'latest')) {
    return `${name} is whatever was pushed last; name a version`;
  }
  return name.startsWith('lab.local/') ? undefined : `${name} is not an image of the lab (lab.local/…)`;
}

const url = /\bhttps?:\/\/([A-Za-z0-9.-]+)/g;
const fetching =
  /(?<=^[ \t]*|[;&|(][ \t]*|\b(?:do|then|else|sudo)[ \t]+)(?:apt-get (?:install|update)|apt install|pip3? install|npm (?:install|ci)|go install|git clone|docker pull)\b/gm;
const inside =
  /^(localhost|[\d.]+|[a-z0-9-]+|.*\.(svc|local|localhost|internal|lab|test|example|invalid)|(.*\.)?example\.(com|org|net))$/;

/** A lab reaches nothing outside of itself. */
export const nothingFromOutside: Adviser = ({ files }) =>
  files
    .filter(({ kind }) => kind !== 'content')
    .flatMap((file) => [
      ...finds('network', file, url, ([, host = '']) =>
        inside.test(host.replace(/\.$/, '')) ? undefined : `labs do not reach ${host}`,
      ),
      ...finds('network', file, fetching, ([command]) => `labs have no network for ${command}`),
    ]);

const marks = /REWRITE:[^\n]*/g;

/** What an import could not decide waits for a person. */
export const nothingToRewrite: Adviser = ({ files, main, story, explain }) =>
  [
    ...files,
    { file: 'scenario.yaml', text: main },
    { file: 'story.md', text: story },
    { file: 'explain.md', text: explain },
  ].flatMap(({ file, text }) =>
    [...text.matchAll(marks)].map(
      ({ 0: mark, index }): Advice => ({ rule: 'rewrite', file, at: { offset: index }, message: mark }),
    ),
  );
