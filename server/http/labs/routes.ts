import { Router } from 'express';
import { z } from 'zod';
import { OpenHint, StartGrading } from '#contract/grading.ts';
import { LabId } from '#contract/ids.ts';
import { StartLab } from '#contract/lab.ts';
import { routes } from '#contract/api.ts';
import type { LabDesk } from '#app/labs/lab-desk.ts';
import type { Shells } from '#app/shells/shells.ts';
import { answer } from '../answer.ts';
import type { Languages } from '../languages.ts';
import { perMinute } from '../rate-limits.ts';

const Params = z.object({ lab: LabId });

export function labRoutes(labs: LabDesk, shells: Pick<Shells, 'list'>, languages: Languages): Router {
  const router = Router();
  const id = (params: unknown): LabId => Params.parse(params).lab;

  router.get(
    routes.labs.path,
    answer('labs', () => labs.list()),
  );
  router.post(
    routes.startLab.path,
    perMinute(30, 'start labs'),
    answer('startLab', async (req, res) => {
      const { scenario } = StartLab.parse(req.body);
      const lab = await labs.start(scenario);
      res.status(201);
      return lab;
    }),
  );
  router.get(
    routes.lab.path,
    answer('lab', (req) => labs.detail(id(req.params), languages(req))),
  );
  router.post(
    routes.extendLab.path,
    answer('extendLab', (req) => labs.extend(id(req.params))),
  );
  router.post(
    routes.resetLab.path,
    answer('resetLab', (req) => labs.reset(id(req.params))),
  );
  router.post(
    routes.pauseLab.path,
    answer('pauseLab', (req) => labs.pause(id(req.params))),
  );
  router.post(
    routes.resumeLab.path,
    answer('resumeLab', (req) => labs.resume(id(req.params))),
  );
  router.delete(
    routes.stopLab.path,
    answer('stopLab', (req) => labs.stop(id(req.params))),
  );
  router.post(
    routes.grade.path,
    answer('grade', (req) => labs.grade(id(req.params), StartGrading.parse(req.body ?? {}).task)),
  );
  router.post(
    routes.hint.path,
    answer('hint', (req) => labs.hint(id(req.params), OpenHint.parse(req.body), languages(req))),
  );
  router.get(
    routes.openShells.path,
    answer('openShells', (req) => {
      const lab = labs.view(id(req.params)).id;
      return { lab, shells: shells.list(lab) };
    }),
  );
  return router;
}
