import type { ExamDocs } from '#contract/scenario/exam-docs.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import type { NamedFile } from '../scenario-files.ts';

/** Rules for authors. Who breaks one on purpose writes `lint: allow <rule>` in a comment on that line or on the line before. */
export const rules = [
  'docs',
  'hints',
  'images',
  'minutes',
  'names',
  'network',
  'rewrite',
  'scripts',
  'sleep',
  'solutions',
  'spelling',
  'why',
] as const;
export type Rule = (typeof rules)[number];

/** What could be better in a sound scenario, and where. */
export interface Advice {
  readonly rule: Rule;
  /** A file of the scenario's folder. */
  readonly file: string;
  /** A field of scenario.yaml, refined by the first `near` after it; or a place in another file, in characters from its start. */
  readonly at:
    | { readonly path: readonly (string | number)[]; readonly near?: string }
    | { readonly offset: number };
  readonly message: string;
}

/** All that can be read of a scenario without a lab. */
export interface Material {
  readonly scenario: Scenario;
  /** The text of scenario.yaml. */
  readonly main: string;
  readonly story: string;
  readonly explain: string;
  /** The files that the scenario names, each with its text. */
  readonly files: readonly (NamedFile & { readonly text: string })[];
  readonly examDocs: ExamDocs;
}

/** Gives every place that could be better by one rule or by a few that belong together. */
export type Adviser = (material: Material) => Advice[];

/** Advice about a field of scenario.yaml. */
export const atField = (
  rule: Rule,
  path: readonly (string | number)[],
  message: string,
  near?: string,
): Advice => ({
  rule,
  file: 'scenario.yaml',
  at: { path, ...(near !== undefined && { near }) },
  message,
});
