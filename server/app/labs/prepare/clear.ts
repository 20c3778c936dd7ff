import { stepAction } from './action.ts';

/** What an earlier start, a crash or the lab before a reset left. */
export const clear = stepAction('clear', 'Clear what was there', async ({ machines }, { lab, signal }) => {
  await machines.destroy(lab.id, signal);
});
