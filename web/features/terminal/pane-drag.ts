import type { DeckActions } from './deck-actions.ts';
import { chosenTab, paneKey } from './layout.ts';
import { paneBoxes } from './layout-boxes.ts';
import { type Drop, type Moved, whyNot, zoneAt } from './layout-moves.ts';
import type { LayoutStore } from './layout-store.ts';
import { stageId, tabOfElement } from './tab-ids.ts';

/** So far a pointer has to go before a press is a drag. */
const dragFrom = 6;
/** A pane that is held over a tab for so long has it shown, to be put on one of its panes. */
const showAfterMs = 600;

/** What is being dragged, and where it would go if it were let go now. */
export interface Dragged {
  readonly moved: Moved;
  /** Where the pointer is, in pixels of the window. */
  readonly x: number;
  readonly y: number;
  readonly drop: Drop | undefined;
  /** Why it cannot be put there. */
  readonly not: ReturnType<typeof whyNot>;
}

interface Press {
  readonly moved: Moved;
  readonly x: number;
  readonly y: number;
  /** A tab is moved along the row; in pixels of the window. */
  readonly along: ((x: number) => void) | undefined;
  readonly over: AbortController;
}

/** Panes and tabs under the pointer, apart from React: from the press to where they are let go. Escape gives up. */
export class PaneDrag {
  readonly #store: LayoutStore;
  readonly #actions: DeckActions;
  readonly #listeners = new Set<() => void>();
  #press: Press | undefined;
  #begun = false;
  #now: Dragged | undefined;
  #hold: { id: number; timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(store: LayoutStore, actions: DeckActions) {
    this.#store = store;
    this.#actions = actions;
  }

  readonly get = (): Dragged | undefined => this.#now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A pointer was pressed on something that can be moved. */
  press(at: PointerEvent, moved: Moved, along?: (x: number) => void): void {
    if (at.button !== 0 || !(at.target instanceof Element)) return;
    this.cancel();
    // All that the pointer does comes here, wherever it goes: nothing below it is selected or clicked.
    at.target.setPointerCapture(at.pointerId);
    const over = new AbortController();
    const { signal } = over;
    this.#press = { moved, x: at.clientX, y: at.clientY, along, over };
    const own = (event: PointerEvent): boolean => event.pointerId === at.pointerId;
    window.addEventListener('pointermove', (event) => own(event) && this.#move(event), { signal });
    window.addEventListener('pointerup', (event) => own(event) && this.#letGo(), { signal });
    window.addEventListener('pointercancel', (event) => own(event) && this.cancel(), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  /** Leaves everything where it is. */
  cancel(): void {
    this.#press?.over.abort();
    this.#press = undefined;
    this.#begun = false;
    this.#holdOver(undefined);
    this.#show(undefined);
  }

  #move({ clientX: x, clientY: y }: PointerEvent): void {
    const press = this.#press;
    if (press === undefined) return;
    this.#begun ||= Math.hypot(x - press.x, y - press.y) >= dragFrom;
    if (!this.#begun) return;
    const under = document.elementFromPoint(x, y);
    const inRow = under?.closest('[data-tabs]') != null;
    if (inRow && press.along !== undefined) {
      press.along(x);
      this.#show(undefined);
      return;
    }
    const drop = inRow ? this.#overRow(under) : this.#overStage(under, x, y);
    this.#holdOver(drop?.on === 'tab' ? drop.id : undefined);
    const not = drop && whyNot(this.#store.get(), press.moved, drop);
    this.#show({ moved: press.moved, x, y, drop, not });
  }

  #overRow(under: Element | null): Drop {
    const id = tabOfElement(under?.closest('[role="tab"]'));
    return id === undefined ? { on: 'own' } : { on: 'tab', id };
  }

  #overStage(under: Element | null, x: number, y: number): Drop | undefined {
    const stage = under?.closest(`#${stageId}`)?.getBoundingClientRect();
    const tab = chosenTab(this.#store.get());
    if (stage === undefined || tab === undefined) return undefined;
    const at = {
      x: ((x - stage.left) / stage.width) * 100,
      y: ((y - stage.top) / stage.height) * 100,
    };
    for (const { pane, box } of paneBoxes(tab.tree)) {
      const [across, down] = [(at.x - box.x) / box.width, (at.y - box.y) / box.height];
      if (across < 0 || across > 1 || down < 0 || down > 1) continue;
      return { on: 'pane', key: paneKey(pane), zone: zoneAt(across, down) };
    }
    return undefined;
  }

  /** A tab that is held over for a while is shown, unless it is shown already. */
  #holdOver(id: number | undefined): void {
    if (this.#hold?.id === id) return;
    clearTimeout(this.#hold?.timer);
    this.#hold = undefined;
    if (id === undefined || id === this.#store.get().chosen) return;
    this.#hold = { id, timer: setTimeout(() => this.#actions.choose(id), showAfterMs) };
  }

  #letGo(): void {
    const [begun, now] = [this.#begun, this.#now];
    this.cancel();
    if (!begun) return;
    if (now !== undefined) withoutClick();
    if (now?.drop !== undefined && now.not === undefined) this.#actions.drop(now.moved, now.drop);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#begun) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  }

  #show(next: Dragged | undefined): void {
    if (next === this.#now) return;
    this.#now = next;
    for (const listener of this.#listeners) listener();
  }
}

/** The browser reports a click where the drag began, which would choose that tab. */
function withoutClick(): void {
  const over = new AbortController();
  const stop = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', stop, { capture: true, once: true, signal: over.signal });
  // It comes with the release, or not at all.
  setTimeout(() => over.abort());
}
