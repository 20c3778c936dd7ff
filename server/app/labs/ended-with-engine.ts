import type { LabId } from '#contract/ids.ts';
import type { FoundLab } from '#domain/lab/reconcile.ts';
import type { Machines, SeenLab } from '#ports/machines.ts';

/**
 * What the engine shows, with which machines ended with an engine that has begun anew. Asked of ready labs alone, and only where a
 * machine does not run: those of a lab at rest are stopped for days.
 */
export function withEnds(
  machines: Machines,
  found: readonly SeenLab[],
  isReady: (lab: LabId) => boolean,
  signal: AbortSignal,
): Promise<FoundLab[]> {
  return Promise.all(
    found.map(async (lab) => {
      const isWhole = lab.machines.every(({ role, running }) => running || role === 'observer');
      if (isWhole || !isReady(lab.lab)) return lab;
      return { ...lab, ended: await machines.endedWithEngine(lab.lab, signal) };
    }),
  );
}
