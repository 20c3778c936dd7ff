import type { Terminal } from '@xterm/xterm';

type Place = Pick<Touch, 'clientX' | 'clientY'>;

/** Scrolls a terminal by finger, which xterm leaves to the page. */
export function touchScroll(host: HTMLElement, term: Terminal, signal: AbortSignal): void {
  let start: Place | undefined;
  let last = 0;
  let rest = 0;
  // A browser that has begun to move or reload the page would take the finger away; two fingers still zoom.
  host.style.touchAction = 'pinch-zoom';
  host.addEventListener(
    'touchstart',
    (event) => {
      const [touch, second] = event.touches;
      const alone = second === undefined ? touch : undefined;
      start = alone && { clientX: alone.clientX, clientY: alone.clientY };
      last = start?.clientY ?? 0;
      rest = 0;
    },
    { passive: true, signal },
  );
  host.addEventListener(
    'touchmove',
    (event) => {
      const y = event.touches[0]?.clientY;
      if (start === undefined || y === undefined) return;
      const rowHeight = Math.max(1, host.clientHeight / term.rows);
      rest += last - y;
      last = y;
      const rows = Math.trunc(rest / rowHeight);
      if (rows === 0) return;
      rest -= rows * rowHeight;
      if (term.buffer.active.type === 'alternate') turnWheel(term, rows, start);
      else term.scrollLines(rows);
      event.preventDefault();
    },
    { passive: false, signal },
  );
}

/**
 * A program that fills the screen has nothing above it to scroll to: it is told as it is told of a mouse's wheel, which xterm puts
 * into its words, be it the mouse's or arrow keys. In tmux the part counts that the finger was put on.
 */
function turnWheel(term: Terminal, rows: number, at: Place): void {
  const deltaY = Math.sign(rows);
  for (let left = Math.abs(rows); left > 0; left -= 1) {
    const turn = { deltaY, deltaMode: WheelEvent.DOM_DELTA_LINE, ...at, cancelable: true };
    term.element?.dispatchEvent(new WheelEvent('wheel', turn));
  }
}
