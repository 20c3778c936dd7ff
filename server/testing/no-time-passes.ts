import { onTestFinished, vi } from 'vitest';

/** Until the end of the test `performance.now` stands still: what grows with time does not grow while a slow machine works. */
export function noTimePasses(): void {
  const now = performance.now();
  const still = vi.spyOn(performance, 'now').mockReturnValue(now);
  onTestFinished(() => still.mockRestore());
}
