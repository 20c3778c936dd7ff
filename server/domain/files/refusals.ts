import { Fault } from '../fault.ts';

/** What can be wrong with a file of a machine; the words that a machine is asked to answer with. */
export const refusals = [
  'missing',
  'parent',
  'directory',
  'special',
  'denied',
  'exists',
  'changed',
  'full',
  'cut',
  'large',
  'failed',
] as const;
export type Refusal = (typeof refusals)[number];

/** The fault that tells the learner. `path` is as the learner wrote it, `detail` what the machine added. */
export function fileFault(refusal: Refusal, path: string, detail = ''): Fault {
  const shown = path.replace(/^\.\//, '~/');
  switch (refusal) {
    case 'missing':
      return new Fault('file.not-found', `There is no file "${shown}".`, {
        remedy: 'Look where it is with "ls", then give the whole path.',
      });
    case 'parent':
      return new Fault('file.not-found', `There is no folder for "${shown}".`, {
        remedy: 'Make the folder in the terminal first: "mkdir -p".',
      });
    case 'directory':
      return new Fault('file.unfit', `"${shown}" is a folder, not a file.`, {
        remedy: 'Name a file. To get a folder, pack it first: "tar -czf folder.tgz folder".',
      });
    case 'special':
      return new Fault('file.unfit', `"${shown}" is neither a file nor a link to one.`, {
        remedy: 'Devices, sockets and pipes cannot be transferred.',
      });
    case 'denied':
      return new Fault('file.denied', `The user of this terminal may not do that with "${shown}".`, {
        remedy: 'Use a path that the user may read or write, such as the home, then "sudo" in the terminal.',
      });
    case 'exists':
      return new Fault('file.exists', `"${shown}" is there already.`, {
        remedy: 'Replace it, or choose another name.',
      });
    case 'changed':
      return new Fault('file.changed', `"${shown}" has changed since it was opened.`, {
        remedy: 'Compare what is there now with yours, then save again or take what is there.',
      });
    case 'full':
      return new Fault('disk.full', `There is no room left for "${shown}" on the machine.`, {
        remedy: 'Make room in the terminal: "df -h" shows where it is short.',
      });
    case 'cut':
      return new Fault('file.unfit', `"${shown}" did not arrive whole, so nothing was changed.`, {
        remedy: 'Send it again.',
      });
    case 'large':
      return new Fault('request.too-large', `"${shown}" is larger than what can be transferred.`, {
        remedy: 'Pack it, or cut it with "split".',
      });
    case 'failed':
      return new Fault('runtime.failed', `The machine could not do that with "${shown}".`, {
        remedy: 'Try it in the terminal, which shows what is wrong.',
        ...(detail === '' ? {} : { tail: detail }),
      });
  }
}
