import { type CSSProperties, type PointerEvent, useState } from 'react';
import { cx } from '../../ui/cx.ts';
import { moveByKey } from '../../ui/splitter-keys.ts';
import css from './Deck.module.css';
import { shares } from './layout.ts';
import type { Divider } from './layout-boxes.ts';

/** The line between two parts of a split, moved by pointer and by keyboard. */
export function DeckDivider({
  divider: { split, at, box },
  onMove,
}: {
  divider: Divider;
  onMove: (at: number) => void;
}) {
  const [dragging, setDragging] = useState(false);
  const upright = split === 'right';

  const drag = (event: PointerEvent<HTMLElement>): void => {
    const stage = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!dragging || stage === undefined || stage.width === 0 || stage.height === 0) return;
    const across = upright
      ? (((event.clientX - stage.left) / stage.width) * 100 - box.x) / box.width
      : (((event.clientY - stage.top) / stage.height) * 100 - box.y) / box.height;
    onMove(across * 100);
  };
  const style: CSSProperties = upright
    ? { left: `${box.x + (box.width * at) / 100}%`, top: `${box.y}%`, height: `${box.height}%` }
    : { top: `${box.y + (box.height * at) / 100}%`, left: `${box.x}%`, width: `${box.width}%` };
  // A line that lies moves by the keys up and down.
  const turned: Readonly<Record<string, string>> = { ArrowUp: 'ArrowLeft', ArrowDown: 'ArrowRight' };

  return (
    <div
      className={cx(css['divider'], upright ? css['upright'] : css['lying'], dragging && css['dragging'])}
      style={style}
      role="separator"
      tabIndex={0}
      aria-label={upright ? 'Width of the left part' : 'Height of the upper part'}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(at)}
      aria-valuemin={shares.min}
      aria-valuemax={shares.max}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const key = upright ? event.key : (turned[event.key] ?? '');
        const next = moveByKey(at, key, shares, event.shiftKey);
        if (next === undefined) return;
        event.preventDefault();
        onMove(next);
      }}
      onDoubleClick={() => onMove(shares.usual)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
      }}
      onPointerMove={drag}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
    />
  );
}
