import { CountingIds } from '#adapters/memory/ids.ts';
import { Shell } from '#app/shells/shell.ts';
import { DrawnViewer } from './drawn-viewer.ts';
import { ScriptedPty } from './scripted-pty.ts';

export const ids = new CountingIds();
export const size = { cols: 80, rows: 24 };

/** A shell over a scripted terminal. */
export function shell(
  life?: string,
  pty = new ScriptedPty(),
): { pty: ScriptedPty; shell: Shell; ends: () => number } {
  let ends = 0;
  const made = new Shell(
    ids.shell(),
    pty,
    size,
    () => {
      ends += 1;
    },
    life,
  );
  return { pty, shell: made, ends: () => ends };
}

/** A browser that watches it, once it has got the screen. */
export async function attached(to: Shell, viewer = new DrawnViewer(), arrival = size): Promise<DrawnViewer> {
  await new Promise<void>((done) => {
    to.attach(viewer, arrival, (opened) => {
      viewer.opened(opened);
      done();
    });
  });
  return viewer;
}

/** Lets what is due happen. */
export const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
/** Lets what waits a moment happen, such as what is put together. */
export async function settled(): Promise<void> {
  // Timers end in the order of their times: however slow the machine is, what three in a row bring about is done, none above 25 ms.
  for (let stage = 0; stage < 3; stage++) await new Promise((done) => setTimeout(done, 25));
}
