import '@xterm/xterm/css/xterm.css';
import { Download } from 'lucide-react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ShellId } from '#contract/ids.ts';
import type { RecordedShell, RecordingView } from '#contract/recording.ts';
import { castAddress } from '../../api/recordings.ts';
import { cx } from '../../ui/cx.ts';
import type { Cast } from './cast.ts';
import { ChecksThen } from './ChecksThen.tsx';
import { MomentList } from './MomentList.tsx';
import { shownMoments } from './moments.ts';
import { Player } from './player.ts';
import css from './Replay.module.css';
import { ReplayControls } from './ReplayControls.tsx';
import { ReplayTerminal } from './ReplayTerminal.tsx';
import { usePlayerKeys } from './use-player-keys.ts';

/** The replay of one attempt: one clock for all its shells, one of which is shown. */
export function ReplayView({
  recording,
  casts,
}: {
  recording: RecordingView;
  casts: ReadonlyMap<ShellId, Cast>;
}) {
  const shells = recording.shells.filter(({ shell }) => casts.has(shell));
  const marks = useMemo(() => shownMoments(recording), [recording]);
  const [player] = useState(() => new Player(timesOf(casts, marks)));
  const [chosen, choose] = useState(shells[0]?.shell);
  const state = useSyncExternalStore(player.subscribe, player.state);
  const cast = chosen === undefined ? undefined : casts.get(chosen);
  const shell = shells.find((other) => other.shell === chosen);
  const frames = useMemo(() => cast?.events.map(({ at }) => at) ?? [], [cast]);
  usePlayerKeys(player, { frames, marks: marks.map(({ at }) => at) });
  // The player's clock is outside of React.
  useEffect(() => () => player.dispose(), [player]);
  if (cast === undefined || shell === undefined) return null;

  return (
    <div className={css['replay']}>
      <section className={css['stage']} aria-label="Recording">
        <div className={css['tabs']}>
          <div className={css['shells']} role="group" aria-label="Terminal">
            {shells.map((other) => (
              <button
                key={other.shell}
                type="button"
                aria-pressed={other.shell === chosen}
                className={cx(css['tab'], player.moment < other.openedAt && css['later'])}
                onClick={() => choose(other.shell)}
              >
                {nameOf(other, shells)}
                {other.user === 'root' ? <span className={css['user']}>root</span> : null}
              </button>
            ))}
          </div>
          <a
            className={css['download']}
            href={castAddress(recording.attempt, shell.shell)}
            download={`${recording.attempt}-${shell.terminal}.cast`}
          >
            <Download size={14} aria-hidden="true" />
            Download .cast
          </a>
        </div>
        <ReplayTerminal
          key={shell.shell}
          cast={cast}
          moment={player.moment}
          label={`Recording of ${nameOf(shell, shells)}`}
          waiting={player.moment < (cast.events[0]?.at ?? shell.openedAt)}
        />
        <ReplayControls player={player} state={state} marks={marks} frames={frames} />
      </section>
      <aside className={css['beside']} aria-label="What happened">
        <MomentList marks={marks} player={player} moment={player.moment} />
        <ChecksThen recording={recording} moment={player.moment} />
      </aside>
    </div>
  );
}

function timesOf(casts: ReadonlyMap<ShellId, Cast>, marks: readonly { at: number }[]): number[] {
  const said = [...casts.values()].flatMap(({ events }) => events.map(({ at }) => at));
  return [...said, ...marks.map(({ at }) => at)];
}

/** The terminal's name; with a number where several shells were opened on it. */
function nameOf(shell: RecordedShell, all: readonly RecordedShell[]): string {
  const same = all.filter(({ terminal }) => terminal === shell.terminal);
  return same.length === 1 ? shell.terminal : `${shell.terminal} ${same.indexOf(shell) + 1}`;
}
