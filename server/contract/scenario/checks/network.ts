import { z } from 'zod';
import { ClientCert, Duration, From, PemSource, Port, Stimulus, TextMatch, To, Where } from '../parts.ts';
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
  expect: z
    .enum(['resolves', 'fails'])
    .describe('fails: the name server says so, or answers others and not this place'),
  timeout: Duration.default('3s'),
  control: From.optional().describe(
    'A place that the name server must answer, so that its silence means something; else the machine of a Pod',
  ),
});
export const NetHttp = check('net.http', {
  from: From,
  url: z.string().min(1),
  to: To.optional().describe('Where the address leads, as if a name server said so'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']).default('GET'),
  headers: z.record(z.string(), z.string()).optional(),
  ca: PemSource.optional().describe('Trust exactly this CA; without it every certificate is trusted'),
  clientCert: ClientCert.optional(),
  expect: z.strictObject({
    status: z.array(z.number().int()).min(1),
    body: TextMatch.optional(),
    headers: z
      .record(z.string(), TextMatch)
      .optional()
      .describe('Of the answer; one that is not there counts as empty'),
  }),
  timeout: Duration.default('5s'),
});
const Versions = z.array(z.enum(['1.0', '1.1', '1.2', '1.3'])).min(1);

export const NetTls = check('net.tls', {
  from: From,
  to: To,
  serverName: z.string().optional(),
  ca: PemSource.optional().describe('Trust exactly this CA'),
  clientCert: ClientCert.optional(),
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
    accepts: Versions.optional().describe('A caller who knows one of these alone is accepted; each is tried'),
    rejects: Versions.optional().describe('A caller who knows one of these alone is refused; each is tried'),
    onlyCiphers: z
      .array(z.string().regex(/^TLS_[A-Za-z0-9_]+$/, 'write the name of the suite at IANA'))
      .min(1)
      .optional()
      .describe('Of the suites of TLS 1.2 and before the server accepts none but these; each is tried'),
    clientCert: z
      .enum(['required', 'optional', 'none'])
      .optional()
      .describe('none: it is not asked for; optional: it is, and a caller without one is accepted'),
    san: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Names and addresses that the server certificate is for, among others'),
    subjectCN: z.string().min(1).optional().describe('The common name in the subject of its certificate'),
    validDays: z.number().int().min(0).optional().describe('It is valid for at least this many more days'),
  }),
  timeout: Duration.default('5s'),
});
export const NetListen = check('net.listen', {
  on: Where,
  absent: z.array(Port).min(1).optional(),
  present: z.array(Port).min(1).optional(),
  loopbackOnly: z.array(Port).min(1).optional().describe('Listens, but on a loopback address alone'),
});
export const NetWire = check('net.wire', {
  on: Where.describe('The machine whose packets are listened to, those of its Pods among them'),
  interface: z.string().min(1).optional().describe('Such as eth0; without it all of them'),
  ports: z.array(Port).default([]).describe('Of either end; without any every packet counts'),
  during: Stimulus.describe('Done again and again while the capture runs'),
  marker: z.string().min(8).default('{{marker}}').describe('What is looked for in the packets'),
  expect: z.enum(['marker-absent', 'marker-present']),
  minPackets: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('With fewer packets nothing is known: silence is no encryption'),
  for: Duration.default('4s'),
});
