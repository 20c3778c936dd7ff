export interface Bounds {
  min: number;
  max: number;
}

/** Where a key moves the splitter, in percent; undefined when the key is none of its own. */
export function moveByKey(at: number, key: string, bounds: Bounds, big = false): number | undefined {
  const step = big ? 10 : 2;
  switch (key) {
    case 'ArrowLeft':
      return clamp(at - step, bounds);
    case 'ArrowRight':
      return clamp(at + step, bounds);
    case 'Home':
      return bounds.min;
    case 'End':
      return bounds.max;
    default:
      return undefined;
  }
}

export function clamp(at: number, { min, max }: Bounds): number {
  return Math.min(max, Math.max(min, at));
}
