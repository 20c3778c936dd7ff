import { z } from 'zod';
import { Slug } from '../ids.ts';
import { Check, LeafCheck } from './checks.ts';
import { Duration, Inside, Where } from './parts.ts';

export const Domain = z.enum([
  'cluster-setup',
  'cluster-hardening',
  'system-hardening',
  'microservices',
  'supply-chain',
  'runtime',
]);
export type Domain = z.infer<typeof Domain>;

const HostSpec = z.strictObject({ name: Slug, image: z.literal('host').default('host') });

export const Environment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cluster'),
    nodes: z
      .number()
      .int()
      .min(1)
      .max(3)
      .describe('1: a control plane that also runs Pods; 2 or 3: workers beside it'),
    hosts: z.array(HostSpec).default([]),
  }),
  z.strictObject({ kind: z.literal('host'), hosts: z.array(HostSpec).min(1) }),
]);
export type Environment = z.infer<typeof Environment>;

export const VarSpec = z.union([
  z.strictObject({ value: z.string() }),
  z.strictObject({ pick: z.array(z.string()).min(1) }),
  z.strictObject({ hex: z.number().int().min(1).max(64).describe('Random bytes, written in hex') }),
  z.strictObject({ port: z.tuple([z.number().int(), z.number().int()]) }),
]);
export type VarSpec = z.infer<typeof VarSpec>;

export const SetupStep = z.union([
  z.strictObject({
    say: z.string(),
    apply: Inside.describe('A manifest, applied with the platform’s own credentials'),
  }),
  z.strictObject({
    say: z.string(),
    file: z.strictObject({
      on: Where,
      from: Inside,
      to: z.string().startsWith('/'),
      mode: z
        .string()
        .regex(/^[0-7]{4}$/)
        .default('0644'),
      owner: z.string().default('root:root'),
    }),
  }),
  z.strictObject({
    say: z.string(),
    run: z.strictObject({
      on: Where,
      script: Inside,
      user: z.string().default('root'),
      timeout: Duration.default('120s'),
    }),
  }),
  z.strictObject({ say: z.string(), wait: LeafCheck }),
]);
export type SetupStep = z.infer<typeof SetupStep>;

export const Hint = z.strictObject({ text: z.string().min(1), cost: z.number().min(0).default(0) });

export const Task = z.strictObject({
  id: Slug,
  title: z.string().min(1),
  prompt: z.string().min(1).describe('Markdown; {{vars.name}} is filled in'),
  points: z.number().positive(),
  needs: z.array(Slug).default([]),
  hints: z.array(Hint).default([]),
  checks: z.array(Check).min(1),
  guards: z.array(LeafCheck).default([]),
});
export type Task = z.infer<typeof Task>;

export const Solution = z.strictObject({
  id: Slug,
  script: Inside,
  on: Where.default('workstation'),
  user: z.string().default('learner'),
});
export type Solution = z.infer<typeof Solution>;

export const WrongAnswer = z.strictObject({
  id: Slug,
  say: z.string().min(1).describe('What the learner misunderstood'),
  after: z.union([z.literal('setup'), z.strictObject({ solution: Slug })]).default('setup'),
  script: Inside,
  on: Where.default('workstation'),
  user: z.string().default('learner'),
  mustFail: z.array(Slug).min(1),
  maxPoints: z.number().min(0),
});
export type WrongAnswer = z.infer<typeof WrongAnswer>;

/** A scenario file. The source of the types, the parser and `scenarios/schema.json`. */
export const Scenario = z.strictObject({
  schema: z.literal('cks-lab/1'),
  id: Slug,
  title: z.string().min(1),
  summary: z.string().min(1),
  domain: Domain,
  competencies: z.array(z.string().regex(/^(CS|CH|SH|MV|SC|RS)[1-9]$/)).min(1),
  difficulty: z.number().int().min(1).max(5),
  minutes: z.number().int().positive(),
  points: z.number().positive(),
  tags: z.array(z.string()).default([]),
  systems: z.array(z.string()).min(1),
  environment: Environment,
  requirements: z.strictObject({
    kernel: z.array(z.enum(['apparmor', 'kprobes', 'btf', 'kvm', 'bpf'])).default([]),
    memoryMiB: z.number().int().default(2048),
  }),
  terminals: z.array(z.strictObject({ id: Slug, on: Where, user: z.string().default('learner') })).min(1),
  vars: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), VarSpec).default({}),
  setup: z.array(SetupStep).default([]),
  tasks: z.array(Task).min(1),
  guards: z.array(LeafCheck).default([]),
  solutions: z.array(Solution).min(1),
  wrong: z.array(WrongAnswer).min(2),
  deleteEverything: z
    .strictObject({ script: Inside, on: Where.default('workstation'), user: z.string().default('learner') })
    .describe('Removes all that a learner could remove; must score 0'),
  docs: z.array(z.strictObject({ url: z.url(), allowedInExam: z.boolean() })),
});
export type Scenario = z.infer<typeof Scenario>;
