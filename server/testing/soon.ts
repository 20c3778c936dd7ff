import { vi } from 'vitest';

/** Waits until it holds: on a machine that is busy that may take a while, and is no fault. */
export const soon = <T>(holds: () => T | Promise<T>): Promise<T> => vi.waitFor(holds, { timeout: 30_000 });
