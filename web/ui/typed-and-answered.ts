import type { IFunctionIdentifier, Terminal } from '@xterm/xterm';

/** What makes a terminal answer by itself, besides colours: where it is, what it is, how a mode is set. */
const questions: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
];
const colours = [4, 10, 11, 12];
/** Whether the window has the keyboard is told at once to who wants to hear of changes. */
const focusReports = 1004;

/**
 * Tells apart what somebody types at a terminal, mouse and paste included, and what the terminal answers to a program that has asked
 * it something: xterm hands over both in one way.
 */
export function typedAndAnswered(
  term: Terminal,
  { typed, answered }: { typed: (data: string) => void; answered: (data: string) => void },
): void {
  let asked = false;
  // False each time: the terminal itself answers, before anything else can happen.
  const ask = (): false => {
    asked = true;
    queueMicrotask(() => (asked = false));
    return false;
  };
  const { parser } = term;
  for (const question of questions) parser.registerCsiHandler(question, ask);
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => modes.includes(focusReports) && ask());
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, ask);
  for (const colour of colours) parser.registerOscHandler(colour, (data) => data.includes('?') && ask());
  term.onData((data) => (asked ? answered : typed)(data));
}
