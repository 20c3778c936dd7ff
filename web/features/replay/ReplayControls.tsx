import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import type { CSSProperties } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { clock } from '../../ui/words.ts';
import { type ShownMoment } from './moments.ts';
import { type Player, type PlayerState, speeds } from './player.ts';
import css from './Replay.module.css';

const stepMs = 100;
const wholeSteps = (ms: number): number => Math.ceil(ms / stepMs) * stepMs;

export function ReplayControls({
  player,
  state,
  marks,
  frames,
}: {
  player: Player;
  state: PlayerState;
  marks: readonly ShownMoment[];
  frames: readonly number[];
}) {
  const { playing, position, length, speed, cutsPauses } = state;
  const times = marks.map(({ at }) => at);
  return (
    <div className={css['controls']} role="group" aria-label="Player">
      <Line player={player} state={state} marks={marks} />
      <div className={css['buttons']}>
        <IconButton label={playing ? 'Pause (Space)' : 'Play (Space)'} onClick={() => player.toggle()}>
          {playing ? (
            <Pause size={18} fill="currentColor" aria-hidden="true" />
          ) : (
            <Play size={18} fill="currentColor" aria-hidden="true" />
          )}
        </IconButton>
        <IconButton label="Previous mark ([)" onClick={() => player.step(times, -1)}>
          <SkipBack size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="One step back (,)" onClick={() => player.step(frames, -1)}>
          <StepBack size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="One step on (.)" onClick={() => player.step(frames, 1)}>
          <StepForward size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Next mark (])" onClick={() => player.step(times, 1)}>
          <SkipForward size={16} aria-hidden="true" />
        </IconButton>
        <p className={css['time']}>
          {clock(position)} <span>/ {clock(length)}</span>
        </p>
        <label className={css['pauses']}>
          <input
            type="checkbox"
            checked={cutsPauses}
            onChange={(event) => player.setCutsPauses(event.target.checked)}
          />
          Shorten pauses
        </label>
        <label className={css['speed']}>
          <span>Speed</span>
          <select value={speed} onChange={(event) => player.setSpeed(Number(event.target.value))}>
            {speeds.map((choice) => (
              <option key={choice} value={choice}>
                {choice}×
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}

/** The line of time. Its marks lead to their moments; the list beside says the same in words. */
function Line({
  player,
  state: { position, length },
  marks,
}: {
  player: Player;
  state: PlayerState;
  marks: readonly ShownMoment[];
}) {
  const share = (at: number): string => `${length === 0 ? 0 : (at / length) * 100}%`;
  return (
    <div className={css['line']} style={{ '--at': share(position) } as CSSProperties}>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${clock(position)} of ${clock(length)}`}
        min={0}
        // A browser rounds to whole steps, and what it rounds it says again as if it had been moved: it is given nothing else.
        // The player knows where it really is.
        max={wholeSteps(length)}
        step={stepMs}
        value={position >= length ? wholeSteps(length) : Math.round(position / stepMs) * stepMs}
        onChange={(event) => player.seek(Number(event.target.value))}
        onKeyDown={(event) => {
          // The arrows of the page move by as much, wherever the focus is.
          if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') event.preventDefault();
          if (event.key === 'ArrowLeft') player.skip(event.shiftKey ? -30_000 : -5000);
          if (event.key === 'ArrowRight') player.skip(event.shiftKey ? 30_000 : 5000);
          if (event.key !== ' ') return;
          event.preventDefault();
          player.toggle();
        }}
      />
      <div className={css['marks']} aria-hidden="true">
        {marks.map((mark) => (
          <span
            key={mark.key}
            className={css['mark']}
            data-look={mark.look}
            style={{ left: share(player.placeOf(mark.at)) }}
            title={mark.words}
          />
        ))}
      </div>
    </div>
  );
}
