import type { AttemptId, GuestId, InvitationId, LabId, RunId, ShellId } from '#contract/ids.ts';

/** Fresh random ids, never given twice. */
export interface Ids {
  lab(): LabId;
  attempt(): AttemptId;
  run(): RunId;
  shell(): ShellId;
  invitation(): InvitationId;
  guest(): GuestId;
}
