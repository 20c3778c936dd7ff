import type { LabId } from '#contract/ids.ts';
import type { Machines } from '#ports/machines.ts';

const path = '/home/learner/.bash_history';
const owner = { uid: 1000, gid: 1000 };
const limits = { bytes: 256 * 1024, labs: 32 };
/** A reset waits no longer for it. */
const usualReadMs = 3000;

/**
 * Carries what a learner typed on the workstation over a reset, to the same lab and to no other: taken before the old workstation
 * goes, given to the new one once. What cannot be read is no reason to hold up a reset.
 */
export class ShellHistory {
  private readonly machines: Machines;
  private readonly readMs: number;
  private readonly kept = new Map<LabId, string>();

  constructor(machines: Machines, readMs = usualReadMs) {
    this.machines = machines;
    this.readMs = readMs;
  }

  /** Does nothing where there is no workstation yet. Throws only the reason of the signal. */
  async take(lab: LabId, signal: AbortSignal): Promise<void> {
    const argv = ['/usr/bin/tail', '-c', String(limits.bytes), path];
    const how = { signal, timeoutMs: this.readMs, user: 'learner', maxBytes: limits.bytes };
    const read = await this.machines.exec(lab, 'workstation', argv, how).catch(() => undefined);
    signal.throwIfAborted();
    if (read?.exit !== 0 || read.stdout === '') return;
    // A lab that is never made again leaves its text here: the oldest go.
    for (const old of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size - limits.labs + 1))) {
      this.kept.delete(old);
    }
    this.kept.set(lab, wholeLines(read.stdout));
  }

  /** Throws what `Machines.put` throws; the text is then still there for the next try. */
  async give(lab: LabId, signal: AbortSignal): Promise<void> {
    const content = this.kept.get(lab);
    if (content === undefined) return;
    await this.machines.put(lab, 'workstation', [{ path, content, mode: '0600', ...owner }], signal);
    this.kept.delete(lab);
  }
}

/** The first line may have lost its beginning. */
function wholeLines(text: string): string {
  return Buffer.byteLength(text) < limits.bytes ? text : text.slice(text.indexOf('\n') + 1);
}
