import { Check, Copy } from 'lucide-react';
import { createContext, use, useState } from 'react';
import css from './Code.module.css';
import { copyText } from './copy-text.ts';

/** Types text into the terminal that had the focus last; absent where there is no terminal. */
export const TypeContext = createContext<((text: string) => void) | undefined>(undefined);

/** Says for a second that something was done. */
function useBriefly(): [string | undefined, (word: string) => void] {
  const [word, setWord] = useState<string>();
  const say = (next: string): void => {
    setWord(next);
    setTimeout(() => setWord(undefined), 1000);
  };
  return [word, say];
}

export function CodeChip({ text }: { text: string }) {
  const type = use(TypeContext);
  const [said, say] = useBriefly();
  const act = async (intoTerminal: boolean): Promise<void> => {
    if (intoTerminal && type !== undefined) {
      type(text);
      say('typed');
      return;
    }
    say((await copyText(text)) ? 'copied' : 'could not copy');
  };
  return (
    <button
      type="button"
      className={css['chip']}
      title={
        type === undefined ? 'Click to copy' : 'Click to copy, Shift and click to type it into the terminal'
      }
      onClick={(event) => void act(event.shiftKey)}
    >
      <code>{text}</code>
      {said === undefined ? null : (
        <span className={css['said']} role="status">
          {said}
        </span>
      )}
    </button>
  );
}

export function CodeBlock({ text }: { text: string }) {
  const [said, say] = useBriefly();
  return (
    <div className={css['block']}>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <button
        type="button"
        className={css['copy']}
        aria-label="Copy this block"
        onClick={() => void copyText(text).then((ok) => say(ok ? 'copied' : 'could not copy'))}
      >
        {said === undefined ? <Copy size={14} aria-hidden="true" /> : <Check size={14} aria-hidden="true" />}
        <span className={css['sr']} role="status">
          {said ?? ''}
        </span>
      </button>
    </div>
  );
}
