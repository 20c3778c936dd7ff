import { Router } from 'express';
import { z } from 'zod';
import type { Catalogue } from '#app/catalogue/catalogue.ts';
import { routes } from '#contract/api.ts';
import { Slug } from '#contract/ids.ts';
import { answer } from '../answer.ts';
import type { Languages } from '../languages.ts';

const Params = z.object({ scenario: Slug });

export function scenarioRoutes(catalogue: Catalogue, languages: Languages): Router {
  const router = Router();
  router.get(
    routes.catalogue.path,
    answer('catalogue', (req) => catalogue.all(languages(req))),
  );
  router.get(
    routes.scenario.path,
    answer('scenario', (req) => catalogue.detail(Params.parse(req.params).scenario, languages(req))),
  );
  return router;
}
