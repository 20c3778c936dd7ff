import { Lightbulb, RotateCcw, Info } from 'lucide-react';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { clock } from '../../ui/words.ts';
import type { MomentLook, ShownMoment } from './moments.ts';
import type { Player } from './player.ts';
import css from './Replay.module.css';

/** What happened beside the terminals. Each row leads to its moment; the one that was last is marked. */
export function MomentList({
  marks,
  player,
  moment,
}: {
  marks: readonly ShownMoment[];
  player: Player;
  moment: number;
}) {
  const last = marks.findLast(({ at }) => at <= moment + 1);
  return (
    <section aria-labelledby="moments">
      <h2 id="moments">What happened</h2>
      {marks.length === 0 ? <p className={css['nothing']}>No check, no hint and no reset.</p> : null}
      <ol className={css['moments']}>
        {marks.map((mark) => (
          <li key={mark.key}>
            <button
              type="button"
              aria-current={mark === last ? 'step' : undefined}
              data-past={mark.at <= moment + 1 || undefined}
              onClick={() => player.seekMoment(mark.at)}
            >
              <span className={css['when']}>{clock(player.placeOf(mark.at))}</span>
              <MomentMark look={mark.look} />
              <span>{mark.words}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function MomentMark({ look }: { look: MomentLook }) {
  switch (look) {
    case 'pass':
    case 'fail':
      return <VerdictMark mark={look} words="" small />;
    case 'hint':
      return <Lightbulb size={14} aria-hidden="true" className={css['hint']} />;
    case 'reset':
      return <RotateCcw size={14} aria-hidden="true" className={css['reset']} />;
    case 'note':
      return <Info size={14} aria-hidden="true" className={css['note']} />;
  }
}
