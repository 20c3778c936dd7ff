import { Router } from 'express';
import { z } from 'zod';
import type { UndoDesk } from '#app/undo/undo-desk.ts';
import { routes } from '#contract/api.ts';
import { LabId } from '#contract/ids.ts';
import { UndoTo } from '#contract/snapshots.ts';
import { answer } from '../answer.ts';
import { perMinute } from '../rate-limits.ts';

const Params = z.object({ lab: LabId });

export function undoRoutes(undo: UndoDesk): Router {
  const router = Router();
  const id = (params: unknown): LabId => Params.parse(params).lab;
  router.get(
    routes.snapshots.path,
    answer('snapshots', (req) => undo.list(id(req.params))),
  );
  router.post(
    routes.saveSnapshot.path,
    perMinute(30, 'save labs'),
    answer('saveSnapshot', async (req, res) => {
      const saved = await undo.save(id(req.params));
      res.status(201);
      return saved;
    }),
  );
  router.post(
    routes.undoLab.path,
    answer('undoLab', (req) => undo.undo(id(req.params), UndoTo.parse(req.body).snapshot)),
  );
  return router;
}
