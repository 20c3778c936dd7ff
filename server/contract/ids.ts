import { z } from 'zod';

/** A running environment. Random, never reused; also the name of its kind cluster and Docker network. */
export const LabId = z
  .string()
  .regex(/^lab-[a-z2-7]{8}$/)
  .brand<'LabId'>();
export type LabId = z.infer<typeof LabId>;

/** One learner's work on a scenario. */
export const AttemptId = z
  .string()
  .regex(/^att-[a-z2-7]{12}$/)
  .brand<'AttemptId'>();
export type AttemptId = z.infer<typeof AttemptId>;

/** A shell that the server keeps for a lab. */
export const ShellId = z
  .string()
  .regex(/^sh-[a-z2-7]{12}$/)
  .brand<'ShellId'>();
export type ShellId = z.infer<typeof ShellId>;

/** A link by which others may watch a lab. Its secret is another. */
export const InvitationId = z
  .string()
  .regex(/^inv-[a-z2-7]{12}$/)
  .brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;

/** Somebody who watches a lab. */
export const GuestId = z
  .string()
  .regex(/^gst-[a-z2-7]{12}$/)
  .brand<'GuestId'>();
export type GuestId = z.infer<typeof GuestId>;

/** One run of the checks of a lab. */
export const RunId = z
  .string()
  .regex(/^run-[a-z2-7]{12}$/)
  .brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

/** The id that an author gives: of a scenario, a task, a check, a terminal. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'use lower case letters, digits and hyphens; begin with a letter');
export type Slug = z.infer<typeof Slug>;
