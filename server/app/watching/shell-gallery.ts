import type { LabId, ShellId } from '#contract/ids.ts';
import type { HeardShell, ShellPlace } from '../shells/shell-listener.ts';

interface Shown {
  readonly shell: HeardShell;
  readonly place: ShellPlace;
}

/** The shells that learners have open, by their labs. */
export class ShellGallery {
  private readonly shown = new Map<ShellId, Shown>();
  private readonly changed: (lab: LabId) => void;

  /** `changed` is told of the lab when a shell opens or ends. */
  constructor(changed: (lab: LabId) => void) {
    this.changed = changed;
  }

  add(shell: HeardShell, place: ShellPlace): void {
    this.shown.set(shell.id, { shell, place });
    shell.listen({
      output: () => undefined,
      input: () => undefined,
      resized: () => undefined,
      ended: () => {
        this.shown.delete(shell.id);
        this.changed(place.lab);
      },
    });
    this.changed(place.lab);
  }

  /** In the order in which they were opened. */
  of(lab: LabId): { shell: ShellId; terminal: string; user: string }[] {
    return [...this.shown.values()]
      .filter(({ place }) => place.lab === lab)
      .map(({ shell, place }) => ({ shell: shell.id, terminal: place.terminal, user: place.user }));
  }

  /** A shell of that lab; a shell of another is as if it were not there. */
  find(lab: LabId, id: ShellId): HeardShell | undefined {
    const found = this.shown.get(id);
    return found?.place.lab === lab ? found.shell : undefined;
  }
}
