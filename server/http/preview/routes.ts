import { Router } from 'express';
import { z } from 'zod';
import { routes } from '#contract/api.ts';
import { Slug } from '#contract/ids.ts';
import type { ScenarioPreview } from '#contract/preview.ts';
import { answer } from '../answer.ts';

const Params = z.object({ scenario: Slug });

export type Preview = (scenario: string) => Promise<ScenarioPreview>;

/** Answers of scenarios. Outside of authoring mode there is no such route. */
export function previewRoutes(preview: Preview | undefined): Router {
  const router = Router();
  if (preview === undefined) return router;
  router.get(
    routes.preview.path,
    answer('preview', (req) => preview(Params.parse(req.params).scenario)),
  );
  return router;
}
