import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Problem } from '#contract/lab.ts';
import { asFault, Fault, type FaultCode } from '#domain/fault.ts';
import type { Log } from '#ports/log.ts';

/** The status of every way to say no. A code without a row does not compile. */
export const statusOf = {
  'request.invalid': 400,
  'request.too-large': 413,
  'request.too-many': 429,
  'session.missing': 401,
  'session.token-used': 401,
  'origin.refused': 403,
  'not-found': 404,
  'lab.not-found': 404,
  'lab.busy': 409,
  'lab.not-ready': 409,
  'lab.capacity': 503,
  'lab.wrong-event': 409,
  'scenario.not-found': 404,
  'scenario.invalid': 422,
  'scenario.blocked': 422,
  'pack.unreachable': 502,
  'hint.not-found': 404,
  'terminal.not-found': 404,
  'terminal.limit': 409,
  'snapshot.not-found': 404,
  'snapshot.too-large': 413,
  'snapshot.failed': 500,
  'recording.not-found': 404,
  'recording.off': 409,
  'access.denied': 403,
  'watch.not-found': 404,
  'watch.limit': 409,
  'file.not-found': 404,
  'file.unfit': 422,
  'file.denied': 403,
  'file.exists': 409,
  'file.changed': 412,
  'feature.off': 403,
  'service.unreachable': 502,
  'service.outside': 422,
  'service.closed': 410,
  'image.missing': 503,
  'image.build-failed': 500,
  'tool.missing': 500,
  'disk.full': 507,
  'engine.unreachable': 502,
  'engine.refused': 502,
  'engine.restarted': 502,
  'runtime.failed': 502,
  'deadline.passed': 504,
  cancelled: 409,
  'config.invalid': 500,
  internal: 500,
} as const satisfies Record<FaultCode, number>;

/** Anything thrown as what the learner is told. The insides of a defect stay in the log. */
export function problemFor(error: unknown): { status: number; problem: Problem } {
  const fault = faultOf(error);
  const { code, remedy, tail } = fault;
  const message = code === 'internal' ? 'Something went wrong inside the platform.' : fault.message;
  return {
    status: statusOf[code],
    problem: { code, message, remedy, ...(tail === undefined || code === 'internal' ? {} : { tail }) },
  };
}

export function sendProblem(res: Response, error: unknown): void {
  const { status, problem } = problemFor(error);
  res.status(status).json({ problem });
}

export function errorHandler(log: Log): ErrorRequestHandler {
  return (error, req, res, next) => {
    const { status } = problemFor(error);
    if (status >= 500) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    // Nothing can be said any more once an answer has begun: Express then cuts the line.
    if (res.headersSent) return next(error);
    sendProblem(res, error);
  };
}

function faultOf(error: unknown): Fault {
  if (error instanceof z.ZodError) return invalid(error);
  const status = statusGiven(error);
  if (status === 413) {
    return new Fault('request.too-large', 'The request is larger than 64 kB.', { remedy: 'Send less.' });
  }
  if (status === undefined || status >= 500) return asFault(error);
  return new Fault('request.invalid', 'The request could not be read.', {
    remedy: 'Reload the page: it may be older than the server.',
    cause: error,
  });
}

function invalid(error: z.ZodError): Fault {
  const fields = error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`);
  return new Fault('request.invalid', `The request is not as it must be: ${fields.join('; ')}.`, {
    remedy: 'Reload the page: it may be older than the server.',
    cause: error,
  });
}

/** The status that Express and its parsers give to what they refuse. */
function statusGiven(error: unknown): number | undefined {
  if (error instanceof URIError) return 400;
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}
