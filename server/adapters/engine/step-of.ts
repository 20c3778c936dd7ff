import type { Run } from '#ports/run.ts';

/** Runs `work` as one step that is told from its beginning to its end; `note` tells what happens in between. */
export async function stepOf<T>(
  run: Run,
  step: { id: string; title: string },
  work: (note: (text: string) => void) => Promise<T>,
): Promise<T> {
  const tell = (
    rest: { phase: 'begin' } | { phase: 'note'; text: string } | { phase: 'end'; ok: boolean },
  ): void => run.onStep({ ...step, at: Date.now(), ...rest });
  tell({ phase: 'begin' });
  try {
    run.signal.throwIfAborted();
    const result = await work((text) => tell({ phase: 'note', text }));
    tell({ phase: 'end', ok: true });
    return result;
  } catch (error) {
    tell({ phase: 'end', ok: false });
    throw error;
  }
}
