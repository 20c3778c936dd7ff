import type { GradeReport } from '#contract/grading.ts';
import type { RecordedMoment, RecordingView } from '#contract/recording.ts';
import { points } from '../../ui/words.ts';

export type MomentLook = 'pass' | 'fail' | 'hint' | 'reset' | 'note';

export interface ShownMoment {
  readonly key: string;
  readonly at: number;
  readonly look: MomentLook;
  readonly words: string;
}

/** What is worth a mark on the timeline, in words. That shells open and end shows on their tabs. */
export function shownMoments({ moments, tasks }: Pick<RecordingView, 'moments' | 'tasks'>): ShownMoment[] {
  const title = (task: string): string => tasks.find((other) => other.task === task)?.title ?? task;
  return moments.flatMap((moment, index) => {
    const found = shown(moment, title);
    return found === undefined ? [] : [{ key: `${index}`, at: moment.at, ...found }];
  });
}

function shown(
  moment: RecordedMoment,
  title: (task: string) => string,
): Pick<ShownMoment, 'look' | 'words'> | undefined {
  switch (moment.kind) {
    case 'check': {
      const { earned, possible, only } = moment.report;
      const what = only === undefined ? 'Checked' : `Checked “${title(only)}”`;
      return {
        look: earned >= possible ? 'pass' : 'fail',
        words: `${what}: ${points(earned)} of ${points(possible)} points`,
      };
    }
    case 'hint':
      return { look: 'hint', words: `Hint ${moment.index + 1} of “${title(moment.task)}”` };
    case 'reset':
      return { look: 'reset', words: 'Lab reset' };
    case 'paused':
      return { look: 'note', words: 'Lab paused' };
    case 'resumed':
      return { look: 'note', words: 'Lab resumed' };
    case 'undo':
      return { look: 'reset', words: 'Went back to a saved state' };
    case 'off':
      return { look: 'note', words: 'Recording switched off' };
    case 'on':
      return { look: 'note', words: 'Recording switched on' };
    case 'cut':
      return {
        look: 'note',
        words:
          moment.shell === undefined
            ? 'The recording ends: it is as large as it may be'
            : 'One shell is no longer recorded: it is as large as it may be',
      };
    case 'stopped':
      return { look: 'note', words: 'Lab stopped' };
    case 'opened':
    case 'ended':
      return undefined;
  }
}

/** The newest report at a moment; undefined before the first, and after a reset or an undo, which takes its results away. */
export function reportAt(moments: readonly RecordedMoment[], at: number): GradeReport | undefined {
  const last = moments.findLast(
    (moment) =>
      moment.at <= at && (moment.kind === 'check' || moment.kind === 'reset' || moment.kind === 'undo'),
  );
  return last?.kind === 'check' ? last.report : undefined;
}
