/**
 * Tells of text that came from neither a key nor a composition: from the system's list of emoji, or by dictation. While xterm
 * serves a screen reader it lets such text lie, since it cannot tell it from a key that it has sent already
 * (xtermjs/xterm.js#3469). Listens on the terminal's element until the signal comes.
 */
export function insertedText(host: HTMLElement, insert: (text: string) => void, signal: AbortSignal): void {
  let pressed = false;
  let composing = false;
  const listen = (
    type: 'keydown' | 'keyup' | 'blur' | 'compositionstart' | 'compositionend',
    run: () => void,
  ) => host.addEventListener(type, run, { capture: true, signal });
  listen('keydown', () => (pressed = true));
  listen('keyup', () => (pressed = false));
  listen('blur', () => (pressed = false));
  listen('compositionstart', () => (composing = true));
  // xterm takes what a composition has made in the turn after its end, with all that came meanwhile.
  listen('compositionend', () => void setTimeout(() => (composing = false)));
  host.addEventListener(
    'input',
    (event) => {
      if (!(event instanceof InputEvent) || event.inputType !== 'insertText' || event.isComposing) return;
      if (!pressed && !composing && event.data !== null) insert(event.data);
    },
    { capture: true, signal },
  );
}
