import { focusWish } from '../../ui/focus-wish.ts';
import type { TerminalPlace } from '../../ui/focused-terminal.ts';
import type { PaneKind } from '../../ui/pane-kind.ts';
import {
  allPanes,
  canOpen,
  canSplit,
  chosenTab,
  chooseTab,
  closePane,
  focusPane,
  moveTab,
  openTab,
  type PaneRef,
  paneKey,
  paneWith,
  type SplitTo,
  splitPane,
  turnTab,
} from './layout.ts';
import { growPane, neighbour, type Side } from './layout-boxes.ts';
import { type Drop, dropOn, type Moved } from './layout-moves.ts';
import { type LayoutStore, shellPane } from './layout-store.ts';
import type { DeckCommand } from './terminal-keys.ts';
import { placeOf, type TerminalSet } from './terminal-set.ts';

const step = 5;

/** The element of a pane, for those that take the focus through it. */
export const slotId = (key: string): string => `pane-${key}`;

/** What can be done with the deck, by menus, keys and mouse alike. Keys of panes are those of `paneKey`. */
export class DeckActions {
  readonly #store: LayoutStore;
  readonly #set: TerminalSet;
  readonly #kinds: readonly PaneKind[];
  readonly #openAnywhere: () => readonly TerminalPlace[];

  /** `openAnywhere`: the shells that are open, in other browsers too. */
  constructor(
    store: LayoutStore,
    set: TerminalSet,
    kinds: readonly PaneKind[],
    openAnywhere: () => readonly TerminalPlace[] = () => [],
  ) {
    this.#openAnywhere = openAnywhere;
    this.#store = store;
    this.#set = set;
    this.#kinds = kinds;
  }

  /** The key of the pane that has the focus, or had it last in the shown tab. */
  get current(): string | undefined {
    return chosenTab(this.#store.get())?.focus;
  }

  /** Opens a shell on this terminal that no browser has open yet, the first of them, in a tab of its own or beside the focused pane. */
  newShell(terminal: string, to?: SplitTo): void {
    const layout = this.#store.get();
    const elsewhere = this.#openAnywhere().map((place) => shellPane(place.terminal, place.number));
    const taken = new Set([...allPanes(layout), ...elsewhere].map(paneKey));
    let number = 1;
    while (taken.has(paneKey(shellPane(terminal, number)))) number += 1;
    this.open(shellPane(terminal, number), to);
  }

  open(pane: PaneRef, to?: SplitTo): void {
    const { current } = this;
    this.#store.change((layout) => {
      const there = allPanes(layout).some((other) => paneKey(other) === paneKey(pane));
      if (there) return focusPane(layout, paneKey(pane));
      if (to !== undefined && current !== undefined) {
        return canSplit(layout, current) ? splitPane(layout, current, to, pane) : layout;
      }
      return canOpen(layout) ? openTab(layout, pane) : layout;
    });
    this.focusSoon();
  }

  /** Splits the focused pane with another shell on the same terminal. `otherwise` is for where no shell has the focus. */
  split(to: SplitTo, otherwise: string): void {
    const pane = paneWith(this.#store.get(), this.current ?? '');
    const own = pane?.kind === 'shell' ? placeOf(pane.subject)?.terminal : undefined;
    this.newShell(own ?? this.#set.place()?.terminal ?? otherwise, to);
  }

  /** What to ask before these panes are closed; undefined when nothing would be lost. */
  question(keys: readonly string[]): string | undefined {
    for (const pane of allPanes(this.#store.get()).filter((one) => keys.includes(paneKey(one)))) {
      if (pane.kind !== 'shell') {
        const asked = this.#kinds.find(({ kind }) => kind === pane.kind)?.askBeforeClose?.(pane.subject);
        if (asked !== undefined) return asked;
      } else if (this.#set.get(pane.subject)?.busy === true) {
        return 'A program such as vim or tmux still fills its screen. Closing ends the shell and everything in it.';
      }
    }
    return undefined;
  }

  /** Closes without asking. Shells end. */
  close(keys: readonly string[]): void {
    for (const pane of allPanes(this.#store.get()).filter((one) => keys.includes(paneKey(one)))) {
      if (pane.kind === 'shell') this.#set.get(pane.subject)?.end();
    }
    this.#store.change((layout) => keys.reduce(closePane, layout));
    this.focusSoon();
  }

  choose(id: number): void {
    this.#store.change((layout) => chooseTab(layout, id));
    this.focusSoon();
  }

  /** Moves a pane or a tab. The pane that was moved has the focus then. */
  drop(moved: Moved, to: Drop): void {
    this.#store.change((layout) => dropOn(layout, moved, to));
    this.focusSoon();
  }

  /** Shows a pane and gives it the focus. */
  goTo(key: string): void {
    this.#store.change((layout) => focusPane(layout, key));
    this.focusSoon();
  }

  /** A pane has taken the focus by itself. */
  focused(key: string): void {
    this.#store.change((layout) => focusPane(layout, key));
  }

  /** To the pane on that side; at the edge, left and right, to the tab there. */
  go(side: Side): void {
    const tab = chosenTab(this.#store.get());
    const beside = tab && neighbour(tab.tree, tab.focus, side);
    if (beside !== undefined) this.#store.change((layout) => focusPane(layout, paneKey(beside)));
    else if (side === 'left') this.#store.change((layout) => turnTab(layout, -1));
    else if (side === 'right') this.#store.change((layout) => turnTab(layout, 1));
    this.focusSoon();
  }

  grow(side: Side): void {
    const { current } = this;
    if (current !== undefined) this.#store.change((layout) => growPane(layout, current, side, step));
  }

  move(id: number, by: number): void {
    this.#store.change((layout) => {
      const at = layout.tabs.findIndex((tab) => tab.id === id);
      return moveTab(layout, id, at + by);
    });
  }

  /** Does what a key says, but for those that need the page. */
  obey(command: DeckCommand): void {
    const tab = chosenTab(this.#store.get());
    if (command.do === 'go') this.go(command.side);
    if (command.do === 'grow') this.grow(command.side);
    if (command.do === 'move' && tab !== undefined) this.move(tab.id, command.by);
  }

  /** The shell that is on screen is meant, until another one takes the focus: for texts and files that go to a terminal. */
  meanChosen(): void {
    const pane = paneWith(this.#store.get(), this.current ?? '');
    if (pane?.kind === 'shell') this.#set.focused(pane.subject);
  }

  /** Gives the focus to the pane that the layout names, once it is on screen. */
  focusSoon(): void {
    // At once where it is there already: keys that follow must not go to the pane before. Else once the page shows it.
    this.#focusChosen();
    const stands = focusWish();
    requestAnimationFrame(() => {
      if (stands()) this.#focusChosen();
    });
  }

  #focusChosen(): void {
    // Who has begun to write in a field meanwhile, such as the name of a tab, goes on there.
    const active = document.activeElement;
    if (active?.matches('input, select') === true && active.closest('[role="search"]') === null) return;
    const tab = chosenTab(this.#store.get());
    const pane = tab && paneWith(this.#store.get(), tab.focus);
    if (pane === undefined) return;
    if (pane.kind === 'shell') this.#set.giveFocus(pane.subject);
    else document.getElementById(slotId(paneKey(pane)))?.focus();
  }
}
