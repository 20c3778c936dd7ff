import { stepAction } from './action.ts';

/** What an earlier start, a crash or the lab before a reset left, but for what the learner typed. */
export const clear = stepAction(
  'clear',
  'Clear what was there',
  async ({ history, machines }, { lab, signal }) => {
    await history?.take(lab.id, signal);
    await machines.destroy(lab.id, signal);
  },
);
