import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import { openShellsQuery } from '../../api/queries.ts';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { DeckActions } from './deck-actions.ts';
import { LayoutStore } from './layout-store.ts';
import { PaneDrag } from './pane-drag.ts';
import type { TerminalSet } from './terminal-set.ts';

/** The layout of the deck and what can be done with it, for as long as the deck is shown. */
export function useDeck(
  lab: LabView,
  set: TerminalSet,
  extras: DeckExtras,
): { store: LayoutStore; actions: DeckActions; drag: PaneDrag } {
  const cache = useQueryClient();
  const [deck] = useState(() => {
    const kinds = extras.kinds ?? [];
    const store = new LayoutStore(lab, kinds);
    const open = () => cache.getQueryData(openShellsQuery(lab.id).queryKey)?.shells ?? [];
    const actions = new DeckActions(store, set, kinds, open);
    return { store, actions, drag: new PaneDrag(store, actions) };
  });
  // What is being dragged listens to the window.
  useEffect(() => () => deck.drag.cancel(), [deck]);
  // The set is outside of React. Which of its shells was there first says nothing.
  useEffect(() => deck.actions.meanChosen(), [deck]);
  // Others open panes through the set, which is outside of React.
  useEffect(() => set.serve((pane) => deck.actions.open(pane)), [set, deck]);
  // Whoever has not begun to read elsewhere can type at once.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const active = document.activeElement;
      if (active === document.body || active?.id === 'main') deck.actions.focusSoon();
    });
    return () => cancelAnimationFrame(frame);
  }, [deck]);
  return deck;
}
