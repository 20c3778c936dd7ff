import { type DragEvent, useRef, useState } from 'react';
import type { ShellFolder } from '#contract/files.ts';
import type { TerminalPlace } from '../../ui/focused-terminal.ts';
import type { FileTaker } from '../../ui/pane-kind.ts';

/** Takes files that are dragged from the desktop onto a shell, and tells where they would go. Without a taker it takes none. */
export function useFileDrop(place: TerminalPlace | undefined, taker: FileTaker | undefined) {
  const [over, setOver] = useState(false);
  const [folder, setFolder] = useState<ShellFolder>();
  // Counts what was dragged here, so that an answer about the drag before says nothing about this one.
  const drag = useRef(0);
  const takes = (event: DragEvent): boolean =>
    place !== undefined && taker !== undefined && event.dataTransfer.types.includes('Files');

  const begin = (): void => {
    if (place === undefined || taker === undefined || over) return;
    const own = ++drag.current;
    setOver(true);
    setFolder(undefined);
    void taker.folder(place).then(
      (there) => (own === drag.current ? setFolder(there) : undefined),
      // Asked again by whoever takes the files, who also tells what is wrong.
      () => undefined,
    );
  };
  const end = (): void => {
    drag.current += 1;
    setOver(false);
  };
  return {
    over,
    folder,
    props: {
      onDragOver: (event: DragEvent) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy' as const;
        begin();
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) end();
      },
      onDrop: (event: DragEvent) => {
        end();
        if (!takes(event) || place === undefined) return;
        event.preventDefault();
        // To where it was said that they would go, though the shell may have gone on meanwhile.
        taker?.take(place, [...event.dataTransfer.files], folder);
      },
    },
  };
}
