import { z } from 'zod';

/** Questions about what a machine is set up to do, which its observer answers from its files, its kernel and its systemd. */
export const machineQuestions = {
  unit: z.strictObject({ kind: z.literal('unit'), name: z.string() }),
  package: z.strictObject({
    kind: z.literal('package'),
    name: z.string(),
    /** Read every file of the package, not just look whether it is there. */
    verify: z.boolean(),
  }),
  tree: z.strictObject({
    kind: z.literal('tree'),
    path: z.string(),
    maxEntries: z.number().int().positive(),
    /** Of text of all files together; 0: none is read. */
    maxBytes: z.number().int().min(0),
  }),
  sysctl: z.strictObject({ kind: z.literal('sysctl'), names: z.array(z.string()) }),
  /** The first process of a container, or every process of a name. */
  confinement: z.strictObject({
    kind: z.literal('confinement'),
    containerId: z.string().optional(),
    name: z.string().optional(),
  }),
  /** A description of the machine's Docker engine: a path of its interface without a version. */
  engine: z.strictObject({ kind: z.literal('engine'), path: z.string() }),
  image: z.strictObject({
    kind: z.literal('image'),
    name: z.string(),
    /** Paths, or patterns of a file's name when they hold no slash. */
    files: z.array(z.string()),
    /** Looked for in every file of every layer and in the configuration; empty: nothing is. */
    secret: z.string(),
    timeoutMs: z.number().int().positive(),
  }),
} as const;

/** One answer per kind of question. */
export const machineAnswers = {
  unit: z.strictObject({
    kind: z.literal('unit'),
    /** systemd's LoadState: `loaded`, `not-found`, `masked`, … */
    loaded: z.string(),
    /** systemd's ActiveState: `active`, `inactive`, `failed`, … */
    active: z.string(),
    /** What systemctl is-enabled says; empty when there is no such file. */
    enabled: z.string(),
  }),
  package: z.strictObject({
    kind: z.literal('package'),
    /** By dpkg's record alone. */
    installed: z.boolean(),
    version: z.string().optional(),
    /** How many of the files that dpkg keeps a sum of are there. */
    files: z.number().int(),
    missing: z.array(z.string()),
    /** Files with another content than the package's; only when they were read. */
    altered: z.array(z.string()),
  }),
  tree: z.strictObject({
    kind: z.literal('tree'),
    exists: z.boolean(),
    entries: z.array(
      z.strictObject({
        path: z.string(),
        /** Links are not followed. */
        type: z.enum(['file', 'directory', 'link', 'other']),
        owner: z.string(),
        group: z.string(),
        /** Four octal digits. */
        mode: z.string(),
        /** Of a file, or of the file that a link leads to. */
        content: z.string().optional(),
      }),
    ),
  }),
  sysctl: z.strictObject({
    kind: z.literal('sysctl'),
    /** By name, without those that the kernel does not have; parts of a value are one space apart. */
    values: z.record(z.string(), z.string()),
  }),
  confinement: z.strictObject({
    kind: z.literal('confinement'),
    processes: z.array(
      z.strictObject({
        pid: z.number().int(),
        name: z.string(),
        /** The effective user, as the machine's kernel numbers it. */
        uid: z.number().int(),
        /** 0: none, 1: strict, 2: a filter. */
        seccomp: z.number().int(),
        noNewPrivs: z.boolean(),
        /** Capabilities that the process has or may still get, without CAP_. */
        caps: z.array(z.string()),
        /** Absent where the kernel has no AppArmor. */
        apparmor: z.string().optional(),
        ownUserNs: z.boolean(),
        rootReadOnly: z.boolean(),
      }),
    ),
  }),
  engine: z.strictObject({
    kind: z.literal('engine'),
    exists: z.boolean(),
    value: z.unknown().optional(),
  }),
  image: z.strictObject({
    kind: z.literal('image'),
    exists: z.boolean(),
    id: z.string().optional(),
    sizeBytes: z.number(),
    /** The image's configuration as the OCI defines it. */
    config: z.record(z.string(), z.unknown()).optional(),
    layers: z.array(z.strictObject({ sizeBytes: z.number(), files: z.number().int() })),
    found: z.array(
      z.strictObject({
        path: z.string(),
        /** Counts from 1. */
        layer: z.number().int(),
        /** A later layer hides it; it is in the image nevertheless. */
        deleted: z.boolean(),
      }),
    ),
    /** The places that hold the secret. */
    secretIn: z.array(z.string()),
  }),
} as const;
