import { z } from 'zod';
import { GroupCheck, LeafCheck } from '#contract/scenario/checks.ts';
import {
  Cel,
  Duration,
  Expectations,
  From,
  ObjectRef,
  PodRef,
  Port,
  TextMatch,
  To,
  Where,
} from '#contract/scenario/parts.ts';
import {
  Environment,
  Hint,
  Scenario,
  SetupStep,
  Solution,
  Task,
  VarSpec,
  WrongAnswer,
} from '#contract/scenario/scenario.ts';

export type Json = z.core.JSONSchema.BaseSchema;

/** What the reference has a chapter for, in the order of a file; names are the anchors. */
export const fileParts = {
  Scenario,
  Environment,
  Variable: VarSpec,
  'Setup step': SetupStep,
  Task,
  Hint,
  Solution,
  'Wrong answer': WrongAnswer,
} as const;
export const checkParts = { Check: LeafCheck, 'Group of checks': GroupCheck } as const;
export const smallParts = {
  Duration,
  Machine: Where,
  'CEL expression': Cel,
  Expectations,
  'Object reference': ObjectRef,
  'Pod reference': PodRef,
  'Starting place': From,
  Target: To,
  Port,
  'Text conditions': TextMatch,
} as const;

/** The types of checks, each with its schema. */
export const checkTypes: readonly (readonly [string, z.ZodType])[] = LeafCheck.options
  .map((option): [string, z.ZodType] => [option.shape.type.value, option])
  .sort(([a], [b]) => a.localeCompare(b));

/** The JSON Schema of every chapter, by its name; they refer to one another by name. */
export function jsonSchemas(): Readonly<Record<string, Json>> {
  const chapters = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...fileParts, ...checkParts, ...smallParts })) {
    chapters.add(schema, { id });
  }
  for (const [id, schema] of checkTypes) chapters.add(schema, { id });
  return z.toJSONSchema(chapters, { io: 'input', uri: (id) => id }).schemas;
}
