/** Every way the server says no. The HTTP edge maps each code to a status in one exhaustive table. */
export const faultCodes = [
  'request.invalid',
  'request.too-large',
  'request.too-many',
  'session.missing',
  'session.token-used',
  'origin.refused',
  'not-found',
  'lab.not-found',
  'lab.busy',
  'lab.not-ready',
  'lab.capacity',
  'lab.wrong-event',
  'scenario.not-found',
  'scenario.invalid',
  'scenario.blocked',
  'pack.unreachable',
  'hint.not-found',
  'terminal.not-found',
  'terminal.limit',
  'snapshot.not-found',
  'snapshot.too-large',
  'snapshot.failed',
  'recording.not-found',
  'recording.off',
  'access.denied',
  'watch.not-found',
  'watch.limit',
  'file.not-found',
  'file.unfit',
  'file.denied',
  'file.exists',
  'file.changed',
  'feature.off',
  'service.unreachable',
  'service.outside',
  'service.closed',
  'image.missing',
  'image.build-failed',
  'tool.missing',
  'disk.full',
  'engine.unreachable',
  'engine.refused',
  'engine.restarted',
  'runtime.failed',
  'deadline.passed',
  'cancelled',
  'config.invalid',
  'internal',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/**
 * The one error class of the server: `message` says what happened and why, `remedy` what to do about it.
 * `tail` holds the last lines of a command that failed. The cause is always kept.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly remedy: string;
  readonly tail: string | undefined;

  constructor(code: FaultCode, message: string, o: { remedy: string; tail?: string; cause?: unknown }) {
    super(message, { cause: o.cause });
    this.name = 'Fault';
    this.code = code;
    this.remedy = o.remedy;
    this.tail = o.tail;
  }
}

/** Any thrown value as a Fault: faults stay as they are, everything else becomes `internal`. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault('internal', message, {
    remedy: 'This is a defect of the platform. The server log has the details.',
    cause: error,
  });
}
