type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export type TerminalAction = 'copy' | 'paste' | 'search';

/** What a key does in the terminal itself, or undefined when it is for the shell. */
export function keyAction(event: Key): TerminalAction | undefined {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return undefined;
  switch (event.key.toLowerCase()) {
    case 'c':
      return 'copy';
    case 'v':
      return 'paste';
    case 'f':
      return 'search';
    default:
      return undefined;
  }
}

/** Keys that work on the whole lab view, also while a terminal has the focus. */
export function isOfThePage(event: Key): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (event.key === 'Enter') return true;
  return event.shiftKey && ['e', 'arrowleft', 'arrowright'].includes(event.key.toLowerCase());
}
