import type { GuestId } from '#contract/ids.ts';
import type { WatchedLab, WatchOver } from '#contract/watching.ts';
import type { GuestLine } from './guest-line.ts';

/** Which guests are there, with how many pages, and which of them may type. */
export class Presence {
  private readonly lines = new Map<GuestId, Set<GuestLine>>();
  private readonly typing = new Set<GuestId>();

  isHere(guest: GuestId): boolean {
    return this.lines.has(guest);
  }

  pages(guest: GuestId): number {
    return this.lines.get(guest)?.size ?? 0;
  }

  mayType(guest: GuestId): boolean {
    return this.typing.has(guest);
  }

  letType(guest: GuestId, mayType: boolean): void {
    if (mayType) this.typing.add(guest);
    else this.typing.delete(guest);
  }

  add(guest: GuestId, line: GuestLine): void {
    this.lines.set(guest, (this.lines.get(guest) ?? new Set<GuestLine>()).add(line));
  }

  remove(guest: GuestId, line: GuestLine): void {
    const lines = this.lines.get(guest);
    lines?.delete(line);
    if (lines?.size === 0) this.lines.delete(guest);
  }

  tell(guest: GuestId, watched: () => WatchedLab): void {
    const lines = this.lines.get(guest);
    if (lines === undefined) return;
    const lab = watched();
    for (const line of lines) line.page.changed(lab);
  }

  /** Sends a guest away at once. */
  cut(guest: GuestId, why: WatchOver): void {
    this.typing.delete(guest);
    for (const line of this.lines.get(guest) ?? []) {
      line.page.over(why);
      line.close();
    }
  }
}
