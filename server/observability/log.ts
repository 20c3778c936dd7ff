import { pino, type DestinationStream, type Logger } from 'pino';

const secrets = [
  'req.headers.cookie',
  'req.headers.authorization',
  'res.headers["set-cookie"]',
  '*.token',
  '*.cookie',
  '*.secret',
  'token',
  'cookie',
  'secret',
];

/** One JSON object per line. Secrets are blotted out wherever they stand in the fields. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = { level, base: null, redact: { paths: secrets, censor: '***' } };
  return to === undefined ? pino(options) : pino(options, to);
}
