import { letterOf } from '../../ui/letter-of.ts';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & {
  code?: string;
  getModifierState?: (name: string) => boolean;
};

export type TerminalAction = 'copy' | 'paste' | 'search';

/** What the deck does on a key, wherever the focus is. */
export type DeckCommand =
  | { do: 'go' | 'grow'; side: 'left' | 'right' | 'up' | 'down' }
  | { do: 'move'; by: -1 | 1 }
  | { do: 'split'; to: 'right' | 'down' }
  | { do: 'close' | 'new' | 'place' | 'zen' };

const actions: Readonly<Record<string, TerminalAction>> = { c: 'copy', v: 'paste', f: 'search' };

const sides = { arrowleft: 'left', arrowright: 'right', arrowup: 'up', arrowdown: 'down' } as const;

const commands: Readonly<Record<string, DeckCommand>> = {
  pageup: { do: 'move', by: -1 },
  pagedown: { do: 'move', by: 1 },
  s: { do: 'split', to: 'right' },
  d: { do: 'split', to: 'down' },
  x: { do: 'close' },
  o: { do: 'new' },
  m: { do: 'place' },
  z: { do: 'zen' },
};

/** With AltGr a key is a letter of the keyboard's own layout, and never ours. */
const isLetter = (event: Key): boolean => event.getModifierState?.('AltGraph') === true;

const withCtrlShift = (event: Key): boolean =>
  event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey && !isLetter(event);

/** What a key does in the terminal itself, or undefined when it is for the shell. */
export function keyAction(event: Key): TerminalAction | undefined {
  return withCtrlShift(event) ? actions[letterOf(event)] : undefined;
}

/** What a key does to the tabs and splits, or undefined when it is for the shell. */
export function deckCommand(event: Key): DeckCommand | undefined {
  const key = letterOf(event);
  const side = key in sides ? sides[key as keyof typeof sides] : undefined;
  if (withCtrlShift(event)) return side === undefined ? commands[key] : { do: 'go', side };
  const alone = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && !isLetter(event);
  return alone && side !== undefined ? { do: 'grow', side } : undefined;
}

/** Keys that work on the whole lab view, also while a terminal has the focus. */
export function isOfThePage(event: Key): boolean {
  if (deckCommand(event) !== undefined) return true;
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  return event.key === 'Enter' || (event.shiftKey && letterOf(event) === 'e');
}
