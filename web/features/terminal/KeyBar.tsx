import css from './Terminal.module.css';

const keys: readonly [string, string][] = [
  ['Esc', '\u001b'],
  ['Tab', '\t'],
  ['Ctrl C', '\u0003'],
  ['Ctrl D', '\u0004'],
  ['Ctrl R', '\u0012'],
  ['←', '\u001b[D'],
  ['↑', '\u001b[A'],
  ['↓', '\u001b[B'],
  ['→', '\u001b[C'],
  ['|', '|'],
  ['-', '-'],
  ['/', '/'],
];

/** Keys that a touch keyboard lacks. */
export function KeyBar({ press }: { press: (sequence: string) => void }) {
  return (
    <div className={css['keys']} role="toolbar" aria-label="Extra keys">
      {keys.map(([name, sequence]) => (
        <button key={name} type="button" onClick={() => press(sequence)}>
          {name}
        </button>
      ))}
    </div>
  );
}
