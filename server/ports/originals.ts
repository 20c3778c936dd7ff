import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

/**
 * A program as the image of its machine holds it. `changed`: the machine has something else in its place; `none`: the image
 * has no such program, so whoever put it there has made it.
 */
export type Original =
  | { readonly kind: 'kept'; readonly sha256: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'none' };

/** Tells from outside of a machine what its programs were in the beginning. */
export interface Originals {
  /** @throws Fault `engine.unreachable`, `engine.refused`, `deadline.passed`, `cancelled` */
  of(lab: LabId, machine: MachineName, path: string, signal: AbortSignal): Promise<Original>;
}
