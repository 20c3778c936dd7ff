import { z } from 'zod';
import { machineAnswers, machineQuestions } from './machine-questions.ts';

/**
 * What the grader asks the observer beside a machine, and what comes back: one JSON document each way.
 * `netns`: `machine`, or the UID of a Pod on that node, whose network namespace is entered.
 */
const Netns = z.union([z.literal('machine'), z.strictObject({ podUid: z.string() })]);
const ms = z.number().int().positive();

const questions = {
  connect: z.strictObject({
    kind: z.literal('connect'),
    netns: Netns,
    host: z.string(),
    port: z.number().int(),
    timeoutMs: ms,
  }),
  dns: z.strictObject({
    kind: z.literal('dns'),
    netns: Netns,
    name: z.string(),
    server: z.string().optional(),
    timeoutMs: ms,
  }),
  http: z.strictObject({
    kind: z.literal('http'),
    netns: Netns,
    url: z.string(),
    /** `host:port` to call instead of the one in the address. */
    connect: z.string().optional(),
    /** Default GET. */
    method: z.string().optional(),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
    /** PEM texts. Without `ca` every certificate is trusted. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    /** How much of the body comes back. Default 64 KiB. */
    maxBytes: z.number().int().positive().optional(),
    timeoutMs: ms,
  }),
  tls: z.strictObject({
    kind: z.literal('tls'),
    netns: Netns,
    host: z.string(),
    port: z.number().int(),
    serverName: z.string().optional(),
    /** PEM texts. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    minVersion: z.string().optional(),
    maxVersion: z.string().optional(),
    /** Makes the observer present a client certificate of a throwaway CA. */
    foreignClient: z.boolean().optional(),
    /** Path of an HTTP request after the handshake. */
    send: z.string().optional(),
    timeoutMs: ms,
  }),
  tlsCiphers: z.strictObject({
    kind: z.literal('tlsCiphers'),
    netns: Netns,
    host: z.string(),
    port: z.number().int(),
    serverName: z.string().optional(),
    /** For all handshakes together. */
    timeoutMs: ms,
  }),
  capture: z.strictObject({
    kind: z.literal('capture'),
    netns: Netns,
    marker: z.string().min(1),
    /** Of either end; empty: all packets count. */
    ports: z.array(z.number().int()),
    /** Absent: all interfaces. */
    interface: z.string().optional(),
    /** How long it listens, unless the marker is seen before. */
    timeoutMs: ms,
  }),
  listeners: z.strictObject({ kind: z.literal('listeners'), netns: Netns }),
  file: z.strictObject({ kind: z.literal('file'), path: z.string(), maxBytes: z.number().int() }),
  log: z.strictObject({
    kind: z.literal('log'),
    path: z.string(),
    /** Where an earlier look ended. */
    from: z.number().int().min(0),
    /** 0 asks for the end of the log only. */
    maxBytes: z.number().int().min(0),
  }),
  processes: z.strictObject({ kind: z.literal('processes'), name: z.string() }),
  podSandbox: z.strictObject({ kind: z.literal('podSandbox'), podUid: z.string() }),
  /** Waits until something of the Pod stands in its network. */
  podNetwork: z.strictObject({ kind: z.literal('podNetwork'), podUid: z.string(), timeoutMs: ms }),
  ...machineQuestions,
} as const;

export const Question = z.discriminatedUnion('kind', [
  questions.connect,
  questions.dns,
  questions.http,
  questions.tls,
  questions.tlsCiphers,
  questions.capture,
  questions.listeners,
  questions.file,
  questions.log,
  questions.processes,
  questions.podSandbox,
  questions.podNetwork,
  questions.unit,
  questions.package,
  questions.tree,
  questions.sysctl,
  questions.confinement,
  questions.engine,
  questions.image,
]);
export type Question = z.infer<typeof Question>;

/** The fact could not be observed; never the learner's fault. */
export const Unknown = z.strictObject({ kind: z.literal('unknown'), reason: z.string() });
export type Unknown = z.infer<typeof Unknown>;

/** One answer per kind of question. */
export const answers = {
  connect: z.strictObject({
    kind: z.literal('connect'),
    /** blocked: no answer, or administratively prohibited; refused: a reset. */
    outcome: z.enum(['open', 'blocked', 'refused']),
    detail: z.string(),
    tookMs: z.number(),
  }),
  dns: z.strictObject({
    kind: z.literal('dns'),
    /** `fails`: a name server says so. `silent`: none answered. */
    outcome: z.enum(['resolves', 'fails', 'silent']),
    /** Those that were asked, as the place itself would ask them. */
    servers: z.array(z.string()),
    addresses: z.array(z.string()),
    detail: z.string(),
  }),
  http: z.strictObject({
    kind: z.literal('http'),
    outcome: z.enum(['answered', 'refused', 'blocked', 'tls-error']),
    status: z.number().int().optional(),
    /** By lower-case name; several values of one name are joined by commas. */
    headers: z.record(z.string(), z.string()).optional(),
    /** At most `maxBytes`. */
    body: z.string(),
    detail: z.string(),
  }),
  tls: z.strictObject({
    kind: z.literal('tls'),
    outcome: z.enum(['accepted', 'rejected', 'refused', 'blocked']),
    version: z.string().optional(),
    cipher: z.string().optional(),
    /** Does the chain verify against `ca` for `serverName`? Absent without `ca`. */
    chain: z.boolean().optional(),
    chainDetail: z.string().optional(),
    /** Did the server ask for a client certificate? */
    asksClientCert: z.boolean().optional(),
    /** The server's own certificate: its names and addresses, its subject's name, and the whole days until it expires. */
    leaf: z
      .strictObject({
        san: z.array(z.string()),
        commonName: z.string().optional(),
        daysLeft: z.number().int(),
      })
      .optional(),
    status: z.number().int().optional(),
    body: z.string(),
    detail: z.string(),
  }),
  tlsCiphers: z.strictObject({
    kind: z.literal('tlsCiphers'),
    /** The suites of TLS 1.2 and before that the server takes, by their names at IANA. */
    accepted: z.array(z.string()),
  }),
  capture: z.strictObject({
    kind: z.literal('capture'),
    /** Those that fit and carry something. One packet counts on every interface that it crosses. */
    packets: z.number().int(),
    marked: z.boolean(),
    /** Lost before they could be looked at. */
    dropped: z.number().int(),
  }),
  listeners: z.strictObject({
    kind: z.literal('listeners'),
    sockets: z.array(
      z.strictObject({ protocol: z.enum(['tcp', 'udp']), address: z.string(), port: z.number().int() }),
    ),
  }),
  file: z.strictObject({
    kind: z.literal('file'),
    exists: z.boolean(),
    type: z.enum(['file', 'directory', 'other']).optional(),
    owner: z.string().optional(),
    group: z.string().optional(),
    /** Four octal digits. */
    mode: z.string().optional(),
    content: z.string().optional(),
    /** SHA-256 of the whole file, in hex. */
    sha256: z.string().optional(),
  }),
  log: z.strictObject({
    kind: z.literal('log'),
    exists: z.boolean(),
    /** Where the next look begins. A log that has become shorter was read from its start. */
    next: z.number().int(),
    /** Whole lines. */
    content: z.string(),
  }),
  processes: z.strictObject({
    kind: z.literal('processes'),
    processes: z.array(
      z.strictObject({ pid: z.number().int(), argv: z.array(z.string()), uid: z.number().int() }),
    ),
  }),
  podSandbox: z.strictObject({
    kind: z.literal('podSandbox'),
    /** Names of the processes in the Pod's cgroups, as the node's kernel sees them. */
    processes: z.array(z.string()),
    runtime: z.enum(['runc', 'runsc', 'none']),
  }),
  podNetwork: z.strictObject({ kind: z.literal('podNetwork'), ready: z.boolean() }),
  ...machineAnswers,
} as const;

export type Answer<Q extends Question> = z.infer<(typeof answers)[Q['kind']]> | Unknown;
