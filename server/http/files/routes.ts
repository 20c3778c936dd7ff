import { once } from 'node:events';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { FileExpectation, filePath } from '#contract/files.ts';
import { LabId, Slug } from '#contract/ids.ts';
import { routes } from '#contract/api.ts';
import type { FileAsked, LabFiles } from '#app/files/lab-files.ts';
import type { ShellFolders } from '#app/files/shell-folders.ts';
import { ShellNumber } from '#contract/open-shells.ts';
import { Fault } from '#domain/fault.ts';
import type { OpenedFile } from '#ports/machine-files.ts';
import { answer } from '../answer.ts';

const Params = z.object({ lab: LabId, terminal: Slug });
const Shell = Params.extend({ number: z.coerce.number().pipe(ShellNumber) });
const Query = z.object({ path: z.string() });

export function fileRoutes(files: LabFiles, folders: ShellFolders): Router {
  const router = Router();
  router.put(
    filePath,
    answer('saveFile', (req, res) => {
      const incoming = { bytes: lengthOf(req), content: req, expect: expectation(req) };
      return files.save(asked(req), incoming, untilGone(res));
    }),
  );
  router.get(filePath, (req, res) => files.read(asked(req), untilGone(res), (file) => sendFile(res, file)));
  router.get(
    routes.openText.path,
    answer('openText', (req, res) => files.text(asked(req), untilGone(res))),
  );
  router.get(
    routes.folder.path,
    answer('folder', (req, res) => files.folder(asked(req), untilGone(res))),
  );
  router.get(
    routes.shellFolder.path,
    answer('shellFolder', (req, res) => folders.of(Shell.parse(req.params), untilGone(res))),
  );
  return router;
}

const asked = (req: Request): FileAsked => ({ ...Params.parse(req.params), ...Query.parse(req.query) });

/** Without a length nobody could tell a whole file from one that was cut off. */
function lengthOf(req: Request): number {
  const type = req.headers['content-type'];
  const length = z.coerce.number().int().min(0).safeParse(req.headers['content-length']);
  if (length.success && type === 'application/octet-stream') return length.data;
  throw new Fault('request.invalid', 'A file is sent as bytes, and with its length.', {
    remedy: 'Reload the page: it may be older than the server.',
  });
}

function expectation(req: Request): FileExpectation {
  const match = req.headers['if-match'];
  if (match !== undefined) return FileExpectation.parse(match.replace(/^"|"$/g, ''));
  return FileExpectation.parse(req.headers['if-none-match'] === '*' ? 'absent' : 'any');
}

/** Aborts when the browser goes away before it has its answer. */
function untilGone(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort(new Error('the browser went away'));
  });
  return gone.signal;
}

/** What a lab gives is never shown by the browser as part of the platform: it is saved, whatever it is. */
async function sendFile(res: Response, { path, bytes, content }: OpenedFile): Promise<void> {
  res.attachment(path.split('/').at(-1));
  res.setHeader('content-type', 'application/octet-stream');
  res.setHeader('content-security-policy', "default-src 'none'; sandbox");
  res.setHeader('cache-control', 'no-store');
  if (bytes > 0) res.setHeader('content-length', bytes);
  let sent = 0;
  for await (const chunk of content) {
    sent += chunk.byteLength;
    if (!res.write(chunk)) await once(res, 'drain');
  }
  // Shorter than promised: cut the line, so that nobody takes the part for the whole.
  if (bytes > 0 && sent !== bytes) res.destroy();
  else res.end();
}
