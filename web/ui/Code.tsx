import { Check, Copy, CornerDownLeft, TextCursorInput } from 'lucide-react';
import { createContext, type ReactNode, use, useState } from 'react';
import css from './Code.module.css';
import { copyText } from './copy-text.ts';
import { cx } from './cx.ts';
import { useBriefly } from './use-briefly.ts';

/** What can be done with text in the terminal that had the focus last. */
export interface TerminalActions {
  /** Puts it at the prompt; the learner presses Enter. */
  type: (text: string) => void;
  /** Puts it at the prompt and presses Enter. */
  run: (text: string) => void;
}

/** Absent where there is no terminal, or where the learner has to type by himself. */
export const TerminalContext = createContext<TerminalActions | undefined>(undefined);

const copied = async (text: string): Promise<string> =>
  (await copyText(text)) ? 'Copied' : 'Could not copy';

export function CodeChip({ text }: { text: string }) {
  const terminal = use(TerminalContext);
  const [said, say] = useBriefly();
  const act = async (intoTerminal: boolean): Promise<void> => {
    if (!intoTerminal || terminal === undefined) return say(await copied(text));
    say('Typed into the terminal');
    terminal.type(text);
  };
  return (
    <button
      type="button"
      className={css['chip']}
      title={
        terminal === undefined
          ? 'Click to copy'
          : 'Click to copy, Shift and click to type it into the terminal'
      }
      onClick={(event) => void act(event.shiftKey)}
    >
      <code>{text}</code>
      {said === undefined ? null : (
        <span className={css['said']} aria-hidden="true">
          {said}
        </span>
      )}
    </button>
  );
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'shell', 'console']);

/** A block that the author marked as a command can be run; every block can be copied, or typed without being run. */
export function CodeBlock({ text, language }: { text: string; language?: string | undefined }) {
  const terminal = use(TerminalContext);
  const [done, setDone] = useState<'copy' | 'type' | 'run'>();
  const [said, say] = useBriefly();
  const act = (what: 'copy' | 'type' | 'run', words: string): void => {
    setDone(what);
    say(words);
  };
  const button = (what: 'copy' | 'type' | 'run', label: string, icon: ReactNode, onClick: () => void) => (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      {said !== undefined && done === what ? <Check size={14} aria-hidden="true" /> : icon}
    </button>
  );
  return (
    <div className={css['block']}>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} className={cx(terminal !== undefined && css['besideMore'])}>
        <code>{text}</code>
      </pre>
      <div className={css['tools']}>
        {terminal === undefined ? null : (
          <>
            {shells.has(language ?? '')
              ? button(
                  'run',
                  'Run this in the terminal',
                  <CornerDownLeft size={14} aria-hidden="true" />,
                  () => {
                    act('run', 'Run in the terminal');
                    terminal.run(text);
                  },
                )
              : null}
            {button(
              'type',
              'Type this into the terminal',
              <TextCursorInput size={14} aria-hidden="true" />,
              () => {
                act('type', 'Typed into the terminal');
                terminal.type(text);
              },
            )}
          </>
        )}
        {button('copy', 'Copy this block', <Copy size={14} aria-hidden="true" />, () => {
          void copied(text).then((words) => act('copy', words));
        })}
      </div>
    </div>
  );
}
