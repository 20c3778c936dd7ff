import express, { type Express, type RequestHandler } from 'express';
import type { Catalogue } from '#app/catalogue/catalogue.ts';
import type { LabFiles } from '#app/files/lab-files.ts';
import type { ShellFolders } from '#app/files/shell-folders.ts';
import type { Shells } from '#app/shells/shells.ts';
import type { LabDesk } from '#app/labs/lab-desk.ts';
import type { RecordingDesk } from '#app/recording/recording-desk.ts';
import type { AttemptView } from '#contract/api.ts';
import type { UndoDesk } from '#app/undo/undo-desk.ts';
import type { WatchDesk } from '#app/watching/watch-desk.ts';
import { Fault } from '#domain/fault.ts';
import type { Log } from '#ports/log.ts';
import { accessGuard } from './access-guard.ts';
import { attemptRoutes } from './attempts/routes.ts';
import { recordingRoutes } from './recordings/routes.ts';
import { fileRoutes } from './files/routes.ts';
import { securityHeaders } from './headers.ts';
import { languages } from './languages.ts';
import { type HealthRoutes, healthRoutes } from './health/routes.ts';
import { labRoutes } from './labs/routes.ts';
import { staticPage } from './page/static-page.ts';
import { errorHandler } from './problems.ts';
import { type Preview, previewRoutes } from './preview/routes.ts';
import { perMinute } from './rate-limits.ts';
import { addressGuard, type Gate, originGuard } from './same-origin.ts';
import { scenarioRoutes } from './scenarios/routes.ts';
import { serviceRoutes, type ServiceRoutesParts } from './services/routes.ts';
import { enterRoute, sessionRoutes } from './session/routes.ts';
import { type SystemRoutes, systemRoutes } from './system/routes.ts';
import { undoRoutes } from './undo/routes.ts';
import { watchingRoutes } from './watching/routes.ts';

export interface AppParts extends SystemRoutes, HealthRoutes, ServiceRoutesParts {
  readonly gate: Gate;
  readonly labs: LabDesk;
  readonly files: LabFiles;
  readonly undo: UndoDesk;
  readonly folders: ShellFolders;
  readonly shells: Pick<Shells, 'list'>;
  readonly catalogue: Catalogue;
  readonly recordings: RecordingDesk;
  readonly watching: WatchDesk;
  readonly log: Log;
  /** Folder of the built page. */
  readonly pageDir: string;
  /** Of the scenarios, for everybody; without it, each browser says its own. */
  readonly language: string | undefined;
  /** Gives answers away; absent outside of authoring mode. */
  readonly preview?: Preview;
  attempts: () => AttemptView[];
  /** A session has ended: cut what is still connected with it. */
  left: (secret: string) => void;
}

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(requestLog(parts.log), addressGuard(parts.gate), securityHeaders());
  app.use(healthRoutes(parts));
  app.get('/enter', perMinute(20, 'enter'), enterRoute(parts.sessions));
  app.use(
    '/api',
    originGuard(parts.gate),
    accessGuard(parts.sessions, parts.watching),
    express.json({ limit: '64kb' }),
  );
  const asked = languages(parts.language);
  app.use(
    labRoutes(parts.labs, parts.shells, asked),
    undoRoutes(parts.undo),
    fileRoutes(parts.files, parts.folders),
    serviceRoutes(parts),
    scenarioRoutes(parts.catalogue, asked),
    previewRoutes(parts.preview),
    systemRoutes(parts),
    attemptRoutes(parts.attempts),
    recordingRoutes(parts.recordings),
    watchingRoutes(parts.watching),
    sessionRoutes(parts.sessions, parts.left),
  );
  app.use('/api', nothingHere);
  app.use(staticPage(parts.pageDir), nothingHere);
  app.use(errorHandler(parts.log));
  return app;
}

const nothingHere: RequestHandler = (req) => {
  throw new Fault('not-found', `There is nothing at ${req.method} ${req.baseUrl}${req.path}.`, {
    remedy: 'Go back to the catalogue.',
  });
};

/** The path alone is logged: the query of /enter is a secret. */
function requestLog(log: Log): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const { method, path } = req;
    res.on('finish', () => {
      const ms = Math.round(performance.now() - began);
      const lab = /^\/api\/labs\/(lab-[a-z2-7]{8})(?:\/|$)/.exec(path)?.[1];
      const what = { method, path, status: res.statusCode, ms };
      log.info(lab === undefined ? what : { lab, ...what }, 'request');
    });
    next();
  };
}
