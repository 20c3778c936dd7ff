import { Router } from 'express';
import type { SystemView } from '#contract/api.ts';
import { routes } from '#contract/api.ts';
import { answer } from '../answer.ts';

export function systemRoutes(system: () => Promise<SystemView>): Router {
  const router = Router();
  router.get(routes.system.path, answer('system', system));
  return router;
}
