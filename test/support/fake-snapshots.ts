import type { Express } from 'express';
import type { LabView } from '#contract/lab.ts';
import { SnapshotView, UndoTo } from '#contract/snapshots.ts';

const now = Date.now();

/** Snapshots of every lab alike, as the server would list them. */
export class FakeSnapshots {
  list: SnapshotView[] = [
    { id: 4, at: now - 95_000, cause: { kind: 'check', number: 3 }, bytes: 4_974_222, answered: false },
    { id: 3, at: now - 400_000, cause: { kind: 'learner' }, bytes: 4_974_100, answered: true },
    { id: 2, at: now - 620_000, cause: { kind: 'check', number: 2 }, bytes: 4_973_000, answered: true },
  ];
  /** Where labs were put back to. */
  readonly wentBackTo: number[] = [];
  /** Saving fails as it does on a full disk. */
  full = false;
  readonly #restore: (lab: string) => LabView;

  constructor(restore: (lab: string) => LabView) {
    this.#restore = restore;
  }

  serve(app: Express): void {
    app.get('/api/labs/:lab/snapshots', (_, response) => void response.json(this.list));
    app.post('/api/labs/:lab/snapshots', (_, response) => {
      if (this.full) {
        const problem = {
          code: 'disk.full',
          message: 'There is no room on the disk for a snapshot of the lab.',
          remedy: 'Make room on the disk.',
        };
        response.status(507).json({ problem });
        return;
      }
      const id = (this.list[0]?.id ?? 0) + 1;
      const cause = { kind: 'learner' };
      const saved = SnapshotView.parse({ id, at: Date.now(), cause, bytes: 5_000_000, answered: true });
      this.list = [saved, ...this.list].slice(0, 5);
      response.status(201).json(saved);
    });
    app.post('/api/labs/:lab/undo', (request, response) => {
      this.wentBackTo.push(UndoTo.parse(request.body).snapshot);
      response.json(this.#restore(request.params.lab));
    });
  }
}
