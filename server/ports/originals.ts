import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

/** A program, or another file, as the image of its machine holds it. `none`: it has none there, so somebody has brought it. */
export type Original = { readonly kind: 'kept'; readonly sha256: string } | { readonly kind: 'none' };

/** Tells from outside of a machine what its files were in the beginning. */
export interface Originals {
  /** @throws Fault `engine.unreachable`, `engine.refused`, `deadline.passed`, `cancelled` */
  of(lab: LabId, machine: MachineName, path: string, signal: AbortSignal): Promise<Original>;
}
