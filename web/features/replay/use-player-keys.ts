import { useShortcut } from '../../ui/use-shortcut.ts';
import type { Player } from './player.ts';

const skipMs = 5000;

/** Keys of the player, as other players of terminals have them. */
export function usePlayerKeys(
  player: Player,
  { frames, marks }: { frames: readonly number[]; marks: readonly number[] },
): void {
  useShortcut({ key: ' ' }, () => {
    // A focused button is pressed by the same key.
    if (document.activeElement instanceof HTMLButtonElement) document.activeElement.click();
    else player.toggle();
  });
  useShortcut({ key: 'ArrowLeft', shift: false }, () => player.skip(-skipMs));
  useShortcut({ key: 'ArrowRight', shift: false }, () => player.skip(skipMs));
  useShortcut({ key: 'ArrowLeft', shift: true }, () => player.skip(-6 * skipMs));
  useShortcut({ key: 'ArrowRight', shift: true }, () => player.skip(6 * skipMs));
  useShortcut({ key: ',' }, () => player.step(frames, -1));
  useShortcut({ key: '.' }, () => player.step(frames, 1));
  useShortcut({ key: '[' }, () => player.step(marks, -1));
  useShortcut({ key: ']' }, () => player.step(marks, 1));
  useShortcut({ key: '<' }, () => player.changeSpeed(-1));
  useShortcut({ key: '>' }, () => player.changeSpeed(1));
}
