import type { SystemView } from '#contract/api.ts';
import { count } from '../../ui/words.ts';

export type ImageSummary =
  | { kind: 'calm' }
  | { kind: 'building'; words: string }
  | { kind: 'trouble'; words: string };

/** What the header says of the images and the engine. */
export function imageSummary(system: SystemView): ImageSummary {
  if (!system.engine.reachable) return { kind: 'trouble', words: 'Docker does not answer' };
  const failed = system.images.filter((image) => image.state === 'failed').length;
  const ready = system.images.filter((image) => image.state === 'ready').length;
  const going = system.images.some((image) => image.state === 'building' || image.state === 'waiting');
  if (going) return { kind: 'building', words: `Building images, ${ready} of ${system.images.length} ready` };
  if (failed > 0) return { kind: 'trouble', words: `${count(failed, 'image')} failed` };
  return { kind: 'calm' };
}
