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

const FileMode = z
  .string()
  .regex(/^[0-7]{4}$/, 'write a mode as four octal digits, such as 0644')
  .describe('Permissions, in octal');

/** A file that stands in a host before it boots. */
const HostFile = z.strictObject({
  from: Inside,
  to: z
    .string()
    .regex(/^(?!.*\/\.{0,2}(\/|$))\/.+$/, 'write the absolute path of a file, without . and ..')
    .regex(
      /^(?!\/(dev|proc|run|sys|tmp|var\/run|var\/lock)\/)/,
      'what a boot finds in this folder it does not keep: put the file there in a setup step',
    )
    .regex(
      /^(?!\/etc\/(hostname|hosts|resolv\.conf)$)/,
      'the engine under the lab writes this file: change it in a setup step',
    )
    .max(100)
    .describe('Where the file goes on the host'),
  mode: FileMode.default('0644'),
  owner: z
    .enum(['root:root', 'learner:learner'])
    .default('root:root')
    .describe('User and group; there are no others yet'),
});
export type HostFile = z.infer<typeof HostFile>;

const HostSpec = z.strictObject({
  name: Slug.describe('The name under which terminals, scripts and checks know the host'),
  image: z.literal('host').default('host').describe('A Linux machine with systemd and a Docker engine'),
  files: z
    .array(HostFile)
    .default([])
    .describe('Text files that stand there before it boots for the first time; {{vars.name}} is filled in'),
});

export const Environment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cluster').describe('A Kubernetes cluster with a workstation beside it'),
    nodes: z
      .number()
      .int()
      .min(1)
      .max(3)
      .describe('1: a control plane that also runs Pods; 2 or 3: workers beside it'),
    hosts: z.array(HostSpec).default([]).describe('Docker hosts beside the cluster'),
  }),
  z.strictObject({
    kind: z.literal('host').describe('Docker hosts with a workstation beside them, and no cluster'),
    hosts: z.array(HostSpec).min(1).describe('The Docker hosts'),
  }),
]);
export type Environment = z.infer<typeof Environment>;

export const VarSpec = z.union([
  z.strictObject({ value: z.string().describe('The same for everybody') }),
  z.strictObject({ pick: z.array(z.string()).min(1).describe('One of these, drawn for each attempt') }),
  z.strictObject({ hex: z.number().int().min(1).max(64).describe('Random bytes, written in hex') }),
  z.strictObject({
    port: z
      .tuple([z.number().int(), z.number().int()])
      .describe('A port drawn from the first to the last; no two variables get the same'),
  }),
]);
export type VarSpec = z.infer<typeof VarSpec>;

const Say = z.string().describe('What the step does, in words: shown while the lab starts');

export const SetupStep = z.union([
  z.strictObject({
    say: Say,
    apply: Inside.describe('A manifest, applied with the platform’s own credentials'),
  }),
  z.strictObject({
    say: Say,
    file: z
      .strictObject({
        on: Where,
        from: Inside,
        to: z.string().startsWith('/').describe('Where the file goes on the machine'),
        mode: FileMode.default('0644'),
        owner: z.string().default('root:root').describe('User and group, as user:group'),
      })
      .describe('A text file, put on a machine; {{vars.name}} is filled in'),
  }),
  z.strictObject({
    say: Say,
    run: z
      .strictObject({
        on: Where,
        script: Inside,
        user: z.string().default('root').describe('Who runs the script'),
        timeout: Duration.default('120s').describe('So long the script may take, as 500ms, 10s or 2m'),
      })
      .describe('A script, run on a machine; it reads the variables as VAR_name'),
  }),
  z.strictObject({ say: Say, wait: LeafCheck.describe('A check that has to pass before the setup goes on') }),
]);
export type SetupStep = z.infer<typeof SetupStep>;

export const Hint = z.strictObject({
  text: z.string().min(1).describe('Markdown; {{vars.name}} is filled in'),
  cost: z.number().min(0).default(0).describe('Points that opening it takes off the task'),
});

export const Task = z.strictObject({
  id: Slug.describe('The name of the task, in needs and translations'),
  title: z.string().min(1).describe('A few words'),
  prompt: z.string().min(1).describe('Markdown; {{vars.name}} is filled in'),
  points: z.number().positive().describe('The sum of the points of its checks'),
  needs: z.array(Slug).default([]).describe('Earlier tasks without which this one cannot be solved'),
  hints: z.array(Hint).default([]).describe('Opened one by one, in this order'),
  checks: z.array(Check).min(1).describe('What earns the points'),
  guards: z.array(LeafCheck).default([]).describe('What must still hold; if not, the task gives 0'),
});
export type Task = z.infer<typeof Task>;

const On = Where.default('workstation').describe('The machine on which the script runs');
const By = z.string().default('learner').describe('Who runs the script');

export const Solution = z.strictObject({
  id: Slug.describe('The name of the solution, in wrong answers that begin with it'),
  script: Inside,
  on: On,
  user: By,
});
export type Solution = z.infer<typeof Solution>;

export const WrongAnswer = z.strictObject({
  id: Slug.describe('The name of the wrong answer, in reports'),
  say: z.string().min(1).describe('What the learner misunderstood'),
  after: z
    .union([z.literal('setup'), z.strictObject({ solution: Slug.describe('The solution that runs first') })])
    .default('setup')
    .describe('The state that the script starts from'),
  script: Inside,
  on: On,
  user: By,
  mustFail: z.array(Slug).min(1).describe('Checks that must not pass'),
  maxPoints: z.number().min(0).describe('So much it may earn at most'),
});
export type WrongAnswer = z.infer<typeof WrongAnswer>;

/** A scenario file. The source of the types, the parser and `scenarios/schema.json`. */
export const Scenario = z.strictObject({
  schema: z.literal('cks-lab/1').describe('The version of this format'),
  id: Slug.describe('The name of the folder, unique among all packs'),
  title: z.string().min(1).describe('What learners see in the catalogue'),
  summary: z.string().min(1).describe('One sentence under the title'),
  domain: Domain.describe('The domain of the exam, and the folder that this one lies in'),
  competencies: z
    .array(z.string().regex(/^(CS|CH|SH|MV|SC|RS)[1-9]$/))
    .min(1)
    .describe('What is practised, by the ids of curriculum.yaml'),
  difficulty: z.number().int().min(1).max(5).describe('1 for a first try, 5 for the hardest'),
  minutes: z.number().int().positive().describe('How long a candidate takes who is ready for the exam'),
  points: z.number().positive().describe('The sum of the points of the tasks'),
  tags: z.array(z.string()).default([]).describe('Words to search for'),
  systems: z.array(z.string()).min(1).describe('Tools and objects that the scenario is about'),
  environment: Environment.describe('The machines of the lab'),
  requirements: z
    .strictObject({
      kernel: z
        .array(z.enum(['apparmor', 'kprobes', 'btf', 'kvm', 'bpf']))
        .default([])
        .describe('Features of the kernel; where one is missing, the scenario is shown as blocked'),
      memoryMiB: z.number().int().default(2048).describe('Memory that the lab takes, in MiB'),
    })
    .describe('What the machine must offer'),
  terminals: z
    .array(
      z.strictObject({
        id: Slug.describe('What the tab of the terminal is called'),
        on: Where,
        user: z.string().default('learner').describe('Who is logged in'),
      }),
    )
    .min(1)
    .describe('The terminals of the page; the first one is open'),
  vars: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), VarSpec)
    .default({})
    .describe('Values that are drawn for each attempt, written as {{vars.name}}'),
  setup: z.array(SetupStep).default([]).describe('What makes the lab as the story tells it, in this order'),
  tasks: z.array(Task).min(1).describe('What the learner has to do, in this order'),
  guards: z.array(LeafCheck).default([]).describe('What must still hold; if not, the whole lab gives 0'),
  solutions: z.array(Solution).min(1).describe('Ways to full points; each is proved on a real lab'),
  wrong: z.array(WrongAnswer).min(2).describe('Typical mistakes; each is proved to stay below full points'),
  deleteEverything: z
    .strictObject({ script: Inside, on: On, user: By })
    .describe('Removes all that a learner could remove; must score 0'),
  docs: z
    .array(
      z.strictObject({
        url: z.url().describe('A page that helps'),
        allowedInExam: z.boolean().describe('The exam lets candidates open it'),
      }),
    )
    .describe('Documentation, shown beside the scenario'),
});
export type Scenario = z.infer<typeof Scenario>;
