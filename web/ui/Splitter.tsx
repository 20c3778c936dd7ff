import { type CSSProperties, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { cx } from './cx.ts';
import css from './Splitter.module.css';
import { clamp, moveByKey } from './splitter-keys.ts';
import { useStored } from './use-stored.ts';

export type Shown = 'both' | 'left' | 'right';

const bounds = { min: 20, max: 75 };
const usual = 36;

/** Two panes and the line between them, moved by pointer and by keyboard. A hidden pane stays mounted. */
export function Splitter({
  left,
  right,
  shown,
  label,
  storeAs,
}: {
  left: ReactNode;
  right: ReactNode;
  shown: Shown;
  /** What the line does, for screen readers. */
  label: string;
  storeAs: string;
}) {
  const [at, setAt] = useStored(storeAs, usual);
  const [dragging, setDragging] = useState(false);
  const frame = useRef<HTMLDivElement>(null);

  const drag = (event: PointerEvent): void => {
    const box = frame.current?.getBoundingClientRect();
    if (!dragging || box === undefined || box.width === 0) return;
    setAt(Math.round(clamp(((event.clientX - box.left) / box.width) * 100, bounds) * 10) / 10);
  };

  return (
    <div
      ref={frame}
      className={cx(css['frame'], css[shown], dragging && css['dragging'])}
      style={{ '--at': `${at}%` } as CSSProperties}
    >
      <div className={css['pane']} hidden={shown === 'right'}>
        {left}
      </div>
      <div
        className={css['line']}
        hidden={shown !== 'both'}
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={Math.round(at)}
        aria-valuemin={bounds.min}
        aria-valuemax={bounds.max}
        onKeyDown={(event) => {
          const next = moveByKey(at, event.key, bounds, event.shiftKey);
          if (next === undefined) return;
          event.preventDefault();
          setAt(next);
        }}
        onDoubleClick={() => setAt(usual)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
        }}
        onPointerMove={drag}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
      />
      <div className={css['pane']} hidden={shown === 'left'}>
        {right}
      </div>
    </div>
  );
}
