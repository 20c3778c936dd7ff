import type { ImageStatus } from '#contract/api.ts';
import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { LabId, RunId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { OpenShells } from '#contract/open-shells.ts';
import type { WatchView } from '#contract/watching.ts';

/** What happened, for whoever draws or logs it. Deltas are idempotent: they may cross a snapshot. */
export type LabEvent =
  | { readonly type: 'lab.changed'; readonly lab: LabView }
  | {
      readonly type: 'grading.started';
      readonly lab: LabId;
      readonly run: RunId;
      readonly only: string | undefined;
      readonly checks: number;
    }
  | { readonly type: 'check.settled'; readonly lab: LabId; readonly run: RunId; readonly result: CheckResult }
  | { readonly type: 'grading.done'; readonly lab: LabId; readonly report: GradeReport }
  | { readonly type: 'watchers.changed'; readonly view: WatchView }
  /** A lab of this scenario is kept ready from now on, or no longer. */
  | { readonly type: 'spare.changed'; readonly scenario: string; readonly ready: boolean }
  | { readonly type: 'shells.changed'; readonly open: OpenShells }
  | { readonly type: 'image.changed'; readonly image: ImageStatus }
  | { readonly type: 'catalogue.changed' };

export interface EventBus {
  publish(event: LabEvent): void;
  /** Returns what ends the subscription. A listener that throws does not stop the others. */
  subscribe(listener: (event: LabEvent) => void): () => void;
}
