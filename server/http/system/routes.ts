import { Router } from 'express';
import type { SystemView } from '#contract/api.ts';
import { routes } from '#contract/api.ts';
import type { DoctorView } from '#contract/doctor.ts';
import { answer } from '../answer.ts';

export interface SystemRoutes {
  readonly system: () => Promise<SystemView>;
  readonly doctor: () => Promise<DoctorView>;
}

export function systemRoutes({ system, doctor }: SystemRoutes): Router {
  const router = Router();
  router.get(routes.system.path, answer('system', system));
  router.get(routes.doctor.path, answer('doctor', doctor));
  return router;
}
