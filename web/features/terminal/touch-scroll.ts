/** Scrolls a terminal by finger, which xterm leaves to the page. `rowHeight` is in pixels; rows down are positive. */
export function touchScroll(
  host: HTMLElement,
  rowHeight: () => number,
  scroll: (rows: number) => void,
  signal: AbortSignal,
): void {
  let last: number | undefined;
  let rest = 0;
  host.addEventListener(
    'touchstart',
    (event) => {
      last = event.touches.length === 1 ? event.touches[0]?.clientY : undefined;
      rest = 0;
    },
    { passive: true, signal },
  );
  host.addEventListener(
    'touchmove',
    (event) => {
      const y = event.touches[0]?.clientY;
      if (last === undefined || y === undefined) return;
      rest += last - y;
      last = y;
      const rows = Math.trunc(rest / Math.max(1, rowHeight()));
      if (rows === 0) return;
      rest -= rows * rowHeight();
      scroll(rows);
      event.preventDefault();
    },
    { passive: false, signal },
  );
}
