import { AttemptId, GuestId, InvitationId, LabId, RunId, ShellId } from '#contract/ids.ts';
import type { Ids } from '#ports/ids.ts';

const digits = 'abcdefghijklmnopqrstuvwxyz234567';

/** Ids that count up, so that a test can name them. */
export class CountingIds implements Ids {
  private count = 0;

  lab(): LabId {
    return LabId.parse(`lab-${this.next(8)}`);
  }

  attempt(): AttemptId {
    return AttemptId.parse(`att-${this.next(12)}`);
  }

  run(): RunId {
    return RunId.parse(`run-${this.next(12)}`);
  }

  shell(): ShellId {
    return ShellId.parse(`sh-${this.next(12)}`);
  }

  invitation(): InvitationId {
    return InvitationId.parse(`inv-${this.next(12)}`);
  }

  guest(): GuestId {
    return GuestId.parse(`gst-${this.next(12)}`);
  }

  private next(length: number): string {
    let rest = this.count++;
    let text = '';
    while (text.length < length) {
      text = (digits[rest % 32] ?? 'a') + text;
      rest = Math.floor(rest / 32);
    }
    return text;
  }
}
