import { Router } from 'express';
import { type AttemptView, routes } from '#contract/api.ts';
import { answer } from '../answer.ts';

export function attemptRoutes(attempts: () => AttemptView[]): Router {
  const router = Router();
  router.get(routes.attempts.path, answer('attempts', attempts));
  return router;
}
