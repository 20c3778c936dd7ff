import type { LabView, MachineColour } from '#contract/lab.ts';
import type { PaneKind } from '../../ui/pane-kind.ts';
import { type PaneRef, paneWith, type Layout, type Tab } from './layout.ts';
import { placeOf } from './terminal-set.ts';

/** How a pane is called, and of which machine it is. */
export interface PaneName {
  readonly title: string;
  readonly machine?: { readonly name: string; readonly user: string; readonly colour: MachineColour };
}

export function paneName(lab: LabView, kinds: readonly PaneKind[], pane: PaneRef): PaneName {
  if (pane.kind !== 'shell') {
    return { title: kinds.find(({ kind }) => kind === pane.kind)?.title(pane.subject) ?? pane.subject };
  }
  const place = placeOf(pane.subject);
  const terminal = lab.terminals.find(({ id }) => id === place?.terminal);
  if (place === undefined || terminal === undefined) return { title: pane.subject };
  const { label, machine, user, colour } = terminal;
  const title = place.number === 1 ? label : `${label} ${place.number}`;
  return { title, machine: { name: machine, user, colour } };
}

/** A tab is named after its focused pane, unless the learner has called it something. */
export function tabName(
  lab: LabView,
  kinds: readonly PaneKind[],
  layout: Layout,
  tab: Tab,
): PaneName & { readonly own: string } {
  const pane = paneWith(layout, tab.focus);
  const name = pane === undefined ? { title: '' } : paneName(lab, kinds, pane);
  return { ...name, own: tab.name ?? name.title };
}
