import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { RecordingDesk } from '#app/recording/recording-desk.ts';
import { routes } from '#contract/api.ts';
import { AttemptId, ShellId } from '#contract/ids.ts';
import { SwitchRecording } from '#contract/recording.ts';
import { answer } from '../answer.ts';

const OfAttempt = z.object({ attempt: AttemptId });
const OfShell = z.object({ attempt: AttemptId, shell: ShellId });

export function recordingRoutes(recordings: RecordingDesk): Router {
  const router = Router();
  router.get(
    routes.recordings.path,
    answer('recordings', () => recordings.list()),
  );
  router.delete(
    routes.removeRecordings.path,
    answer('removeRecordings', () => recordings.removeAll()),
  );
  router.get(
    routes.recording.path,
    answer('recording', (req) => recordings.view(OfAttempt.parse(req.params).attempt)),
  );
  router.delete(
    routes.removeRecording.path,
    answer('removeRecording', (req) => recordings.remove(OfAttempt.parse(req.params).attempt)),
  );
  router.get(routes.cast.path, castFile(recordings));
  router.get(
    routes.recordingSetting.path,
    answer('recordingSetting', () => recordings.setting()),
  );
  router.put(
    routes.switchRecording.path,
    answer('switchRecording', (req) => recordings.switch(SwitchRecording.parse(req.body).on)),
  );
  return router;
}

function castFile(recordings: RecordingDesk): RequestHandler {
  return async (req, res) => {
    const { attempt, shell } = OfShell.parse(req.params);
    const text = await recordings.cast(attempt, shell);
    // Never shown as a page: what a terminal said is a stranger's text.
    res.setHeader('content-disposition', `attachment; filename="${attempt}-${shell}.cast"`);
    res.setHeader('cache-control', 'no-store');
    res.type('application/x-asciicast').send(text);
  };
}
