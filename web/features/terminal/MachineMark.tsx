import type { MachineColour } from '#contract/lab.ts';
import css from './Deck.module.css';

/** The colour of a machine, as its prompt has it too. */
export function MachineMark({ colour }: { colour: MachineColour }) {
  return <span className={css['mark']} data-colour={colour} aria-hidden="true" />;
}
