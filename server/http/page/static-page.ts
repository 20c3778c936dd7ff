import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { Fault } from '#domain/fault.ts';

/** The built page. Files with a hash in their name never change; the document that names them is never kept. */
export function staticPage(dir: string): Router {
  const router = Router();
  const hashed = express.static(join(dir, 'assets'), { immutable: true, maxAge: '1y', index: false });
  router.use('/assets', hashed, missingAsset);
  router.use(express.static(dir, { index: false, maxAge: 0 }));
  router.use(documentFor(dir));
  return router;
}

/** A file that an older page still asks for must not be answered with a document. */
const missingAsset: RequestHandler = (req) => {
  throw new Fault('not-found', `There is no file ${req.path}.`, { remedy: 'Reload the page.' });
};

/** Every other address is a place inside the page. */
function documentFor(dir: string): RequestHandler {
  return (req, res, next) => {
    const wantsPage = (req.method === 'GET' || req.method === 'HEAD') && req.accepts('html') === 'html';
    if (!wantsPage) return next();
    res.setHeader('cache-control', 'no-store');
    res.sendFile('index.html', { root: dir, cacheControl: false }, (error) => {
      if (error) next(error.message.includes('ENOENT') ? notBuilt(error) : error);
    });
  };
}

const notBuilt = (cause: unknown): Fault =>
  new Fault('not-found', 'The page has not been built.', { remedy: 'Run "npm run build".', cause });
