import { z } from 'zod';
import { Duration, From, Port, TextMatch, To, Where } from '../parts.ts';
import { check } from './base.ts';

export const NetConnect = check('net.connect', {
  from: From,
  to: To,
  expect: z.enum(['open', 'blocked', 'refused', 'closed']),
  timeout: Duration.default('2s'),
  control: From.optional().describe(
    'A place from which the target must be reachable, so that blocked means something',
  ),
});
export const NetDns = check('net.dns', {
  from: From,
  name: z.string(),
  expect: z.enum(['resolves', 'fails']),
  timeout: Duration.default('3s'),
});
export const NetHttp = check('net.http', {
  from: From,
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  expect: z.strictObject({ status: z.array(z.number().int()).min(1), body: TextMatch.optional() }),
  timeout: Duration.default('5s'),
});
const CertFile = z.strictObject({ on: Where, path: z.string().startsWith('/') });
export const NetTls = check('net.tls', {
  from: From,
  to: To,
  serverName: z.string().optional(),
  ca: CertFile.optional().describe('Trust exactly this CA file of a machine'),
  clientCert: z.strictObject({ cert: CertFile, key: CertFile }).optional(),
  foreignClient: z
    .boolean()
    .optional()
    .describe('Present a client certificate of a CA that the grader made for this probe'),
  send: z.string().optional().describe('An HTTP path asked for after the handshake'),
  expect: z.strictObject({
    handshake: z.enum(['accepted', 'refused']).describe('refused: no application data came back'),
    chain: z.boolean().optional().describe('The server certificate verifies against ca for serverName'),
    status: z.array(z.number().int()).optional(),
    minVersion: z.enum(['1.2', '1.3']).optional().describe('Older versions are refused'),
  }),
  timeout: Duration.default('5s'),
});
export const NetListen = check('net.listen', {
  on: Where,
  absent: z.array(Port).min(1).optional(),
  present: z.array(Port).min(1).optional(),
  loopbackOnly: z.array(Port).min(1).optional().describe('Listens, but on a loopback address alone'),
});
