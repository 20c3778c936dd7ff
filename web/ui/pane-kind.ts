import type { ReactNode } from 'react';
import type { ShellFolder } from '#contract/files.ts';
import type { TerminalPlace } from './focused-terminal.ts';

/** What a pane of another kind is told. */
export interface PaneProps {
  /** What the pane is about, as it was given to `openPane`: for an editor the machine and file. Kept with the layout. */
  readonly subject: string;
  /** False while another tab covers it; the pane stays mounted. */
  readonly shown: boolean;
  /** Closes the pane without asking. */
  readonly close: () => void;
}

/** Something else than a shell that a deck of terminals can hold, in a tab or a split of its own. */
export interface PaneKind {
  /** Stands in kept layouts: never changes. Lower case letters. `shell` is taken. */
  readonly kind: string;
  readonly icon: ReactNode;
  title(subject: string): string;
  render(props: PaneProps): ReactNode;
  /** Where closing would lose work: the question to ask first. */
  askBeforeClose?(subject: string): string | undefined;
  /** What the menu for new tabs offers of this kind; without it only `openPane` opens one. */
  readonly offers?: readonly { readonly label: string; readonly subject: string }[];
}

/** Brings files into the folder that a shell is in. */
export interface FileTaker {
  /** Where they would go now. Rejects when the server cannot say. */
  folder(place: TerminalPlace): Promise<ShellFolder>;
  /** Without a folder it is asked for first. */
  take(place: TerminalPlace, files: readonly File[], folder?: ShellFolder): void;
}

/** What others add to the deck. Given by the lab view, since features do not know each other. */
export interface DeckExtras {
  readonly kinds?: readonly PaneKind[];
  /** Takes files that are dropped on a shell. Without it a shell takes none. */
  readonly files?: FileTaker;
  /** Stands in the head of each shell: who watches, for example. */
  readonly beside?: (place: TerminalPlace) => ReactNode;
}
