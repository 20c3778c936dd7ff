const key = 'cks-lab.reloaded-at';
const pauseMs = 10_000;

/** What the browser gives, so that a test may give something else. */
export interface Surroundings {
  readonly events: EventTarget;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly now: () => number;
  readonly reload: () => void;
}

/**
 * Loads the page anew when a part of it did not arrive. That happens on the very machine that labs run on: browsers give up what
 * they are fetching when a network comes or goes, and each lab brings one. It also happens to a page that is older than its
 * server. The server keeps everything, so nothing is lost; soon after another time the fault is shown instead.
 */
export function reloadForLostParts({ events, storage, now, reload }: Surroundings): void {
  events.addEventListener('vite:preloadError', (event) => {
    const last = Number(storage.getItem(key) ?? 0);
    if (now() - last < pauseMs) return;
    event.preventDefault();
    storage.setItem(key, String(now()));
    reload();
  });
}
