import { z } from 'zod';
import { Slug } from '../ids.ts';
import { Cel, Duration, Expectations, From, ObjectRef, PodRef, Port, TextMatch, To, Where } from './parts.ts';

const base = {
  id: Slug,
  title: z.string().min(1).describe('What holds when the check passes'),
  points: z.number().min(0).optional(),
  gate: z.boolean().optional().describe('If it does not pass, its task gives 0'),
  retry: z
    .strictObject({
      for: Duration,
      every: Duration.default('1s'),
      stable: Duration.optional().describe('It must stay true for this long'),
    })
    .optional(),
  why: z.string().optional().describe('Shown when the check did not pass: why it matters'),
};

function check<const T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.strictObject({ type: z.literal(type), ...base, ...shape });
}

const K8sObject = check('k8s.object', {
  ref: ObjectRef,
  exists: z.boolean().default(true),
  expect: Expectations.optional(),
  show: Cel.optional().describe('What is shown as found; default: the failing expectations'),
});
const K8sList = check('k8s.list', { ref: ObjectRef, expect: Expectations, show: Cel.optional() });
const K8sRollout = check('k8s.rollout', {
  ref: ObjectRef,
  minReady: z.number().int().default(1),
  maxRestarts: z.number().int().optional(),
});
const NetConnect = check('net.connect', {
  from: From,
  to: To,
  expect: z.enum(['open', 'blocked', 'refused', 'closed']),
  timeout: Duration.default('2s'),
  control: From.optional().describe(
    'A place from which the target must be reachable, so that blocked means something',
  ),
});
const NetDns = check('net.dns', {
  from: From,
  name: z.string(),
  expect: z.enum(['resolves', 'fails']),
  timeout: Duration.default('3s'),
});
const NetHttp = check('net.http', {
  from: From,
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  expect: z.strictObject({ status: z.array(z.number().int()).min(1), body: TextMatch.optional() }),
  timeout: Duration.default('5s'),
});
const CertFile = z.strictObject({ on: Where, path: z.string().startsWith('/') });
const NetTls = check('net.tls', {
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
const NetListen = check('net.listen', {
  on: Where,
  absent: z.array(Port).min(1).optional(),
  present: z.array(Port).min(1).optional(),
  loopbackOnly: z.array(Port).min(1).optional().describe('Listens, but on a loopback address alone'),
});
const NodeFile = check('node.file', {
  on: Where,
  path: z.string().startsWith('/'),
  exists: z.boolean().default(true),
  owner: z.string().optional(),
  group: z.string().optional(),
  maxMode: z
    .string()
    .regex(/^[0-7]{3,4}$/)
    .optional()
    .describe('No permission bit beyond these'),
  text: TextMatch.optional(),
  parse: z.enum(['yaml', 'json']).optional(),
  expect: Expectations.optional(),
});
const NodeProcess = check('node.process', {
  on: Where,
  name: z.string(),
  running: z.boolean().default(true),
  args: z
    .record(z.string(), TextMatch)
    .optional()
    .describe('Flags of the running process; the last one wins'),
  without: z.array(z.string()).optional(),
});
const Cis = check('cis', {
  on: Where,
  benchmark: z.string(),
  targets: z.string(),
  pass: z.array(z.string()).min(1).describe('Ids that kube-bench must report as PASS'),
});
const RuntimeIs = check('runtime.is', {
  of: PodRef,
  expect: z.enum(['runc', 'runsc']),
  every: z.boolean().default(false).describe('Every Pod that matches, not just one'),
});
const DockerInspect = check('docker.inspect', {
  on: Where,
  what: z.enum(['info', 'container', 'image', 'daemon-config']),
  name: z.string().optional(),
  expect: Expectations,
});
const Exec = check('exec', {
  in: z.union([
    z.strictObject({ machine: Where, user: z.string().optional() }),
    z.strictObject({ pod: PodRef }),
  ]),
  argv: z.array(z.string()).min(1),
  expect: z.strictObject({
    exit: z.number().int().optional(),
    stdout: TextMatch.optional(),
    stderr: TextMatch.optional(),
  }),
  timeout: Duration.default('15s'),
});
const Answer = check('answer', {
  on: Where.default('workstation'),
  file: z.string().startsWith('/'),
  equals: z.string().optional(),
  matches: z.string().optional(),
  secret: z.boolean().default(false).describe('What was found is not shown'),
});

/** One criterion: what is observed, and what must be true of it. Each type is one module in `server/app/grading/checks`. */
export const LeafCheck = z.discriminatedUnion('type', [
  K8sObject,
  K8sList,
  K8sRollout,
  NetConnect,
  NetDns,
  NetHttp,
  NetTls,
  NetListen,
  NodeFile,
  NodeProcess,
  Cis,
  RuntimeIs,
  DockerInspect,
  Exec,
  Answer,
]);
export type LeafCheck = z.infer<typeof LeafCheck>;
export type CheckType = LeafCheck['type'];
export type CheckOf<T extends CheckType> = Extract<LeafCheck, { type: T }>;

/** Several checks that earn their points together. */
export const GroupCheck = z
  .strictObject({
    id: Slug,
    title: z.string().min(1),
    points: z.number().min(0).optional(),
    gate: z.boolean().optional(),
    why: z.string().optional(),
    allOf: z.array(LeafCheck).min(1).optional(),
    anyOf: z.array(LeafCheck).min(1).optional(),
    noneOf: z.array(LeafCheck).min(1).optional(),
  })
  .refine(
    (g) => [g.allOf, g.anyOf, g.noneOf].filter((x) => x !== undefined).length === 1,
    'a group has exactly one of allOf, anyOf or noneOf',
  );
export type GroupCheck = z.infer<typeof GroupCheck>;

export const Check = z.union([LeafCheck, GroupCheck]);
export type Check = LeafCheck | GroupCheck;
