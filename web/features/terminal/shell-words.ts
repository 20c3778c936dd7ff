import type { ShellState } from './shell-state.ts';

const characters = (count: number): string => (count === 1 ? 'One character' : `${count} characters`);

const reasons = {
  reconnecting: 'The line is down; the page connects again.',
  offline: 'This device is offline.',
  'server-gone': 'The server does not answer. It may be restarting.',
} as const;

const replaced = {
  idle: 'The shell before this one was closed after long idleness.',
  lost: 'The shell before this one went away with its machine.',
} as const;

/** What the page says about the line to a shell; undefined while there is nothing to say. */
export function lineWords(state: ShellState): string | undefined {
  if (state.kind === 'lost') {
    const kept = state.waiting > 0 ? ` ${characters(state.waiting)} you typed will be sent then.` : '';
    return `${reasons[state.why]} The shell goes on and comes back as it is.${kept}`;
  }
  if (state.kind !== 'open') return undefined;
  const words = [
    state.replaces === undefined ? '' : replaced[state.replaces],
    state.unsent === undefined
      ? ''
      : `${characters(state.unsent)} you typed ${state.unsent === 1 ? 'was' : 'were'} not sent.`,
  ];
  return words.some((part) => part !== '') ? words.join(' ').trim() : undefined;
}
