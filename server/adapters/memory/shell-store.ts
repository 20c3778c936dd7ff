import type { ShellId } from '#contract/ids.ts';
import type { ShellRecord, ShellSnapshot, ShellStore } from '#ports/shell-store.ts';

export class MemoryShellStore implements ShellStore {
  private readonly records = new Map<ShellId, ShellRecord>();
  private readonly snapshots = new Map<ShellId, ShellSnapshot>();

  insert(shell: ShellRecord): void {
    this.records.set(shell.id, shell);
  }

  remove(id: ShellId): void {
    this.records.delete(id);
    this.snapshots.delete(id);
  }

  all(): ShellRecord[] {
    return [...this.records.values()];
  }

  keep(id: ShellId, snapshot: ShellSnapshot): void {
    if (this.records.has(id)) this.snapshots.set(id, snapshot);
  }

  snapshot(id: ShellId): ShellSnapshot | undefined {
    return this.snapshots.get(id);
  }
}
