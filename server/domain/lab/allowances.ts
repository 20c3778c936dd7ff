import type { Allowances, LabMode } from '#contract/lab.ts';

export interface AllowanceSwitches {
  /** False where the owner of this installation wants no editor in the page. */
  readonly editor: boolean;
}

/**
 * What the page may do for the learner. Practice is for learning, so it helps. An exam is worked on as the real one: its task
 * texts can be copied, and everything else is done by hand in the terminal.
 */
export function allowances(mode: LabMode, switches: AllowanceSwitches): Allowances {
  const helps = mode === 'practice';
  return { run: helps, files: helps, editor: helps && switches.editor, services: helps };
}
