import type { LabView } from '#contract/lab.ts';
import type { PaneKind } from '../../ui/pane-kind.ts';
import type { Layout, PaneRef } from './layout.ts';
import { keepLayout, keptLayout } from './layout-kept.ts';
import { placeOf, shellKey } from './terminal-set.ts';

export const shellPane = (terminal: string, number: number): PaneRef => ({
  kind: 'shell',
  subject: shellKey({ terminal, number }),
});

/** The layout of one deck: changed by functions of `layout.ts`, kept in the browser with every change. */
export class LayoutStore {
  readonly #scenario: string;
  readonly #listeners = new Set<() => void>();
  #layout: Layout;

  constructor(lab: LabView, kinds: readonly PaneKind[]) {
    this.#scenario = lab.scenario;
    const terminals = new Set<string>(lab.terminals.map(({ id }) => id));
    const names = new Set(kinds.map(({ kind }) => kind));
    this.#layout = keptLayout(
      lab.scenario,
      lab.terminals.map(({ id }) => shellPane(id, 1)),
      ({ kind, subject }) =>
        kind === 'shell' ? terminals.has(placeOf(subject)?.terminal ?? '') : names.has(kind),
    );
  }

  readonly get = (): Layout => this.#layout;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(how: (layout: Layout) => Layout): void {
    const next = how(this.#layout);
    if (next === this.#layout) return;
    this.#layout = next;
    keepLayout(this.#scenario, next);
    for (const listener of this.#listeners) listener();
  }
}
