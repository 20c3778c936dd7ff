/** How many tests of a stage came to which end. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a stage may use while it runs. */
export interface StageRun {
  readonly signal: AbortSignal;
  /** Everything the stage prints goes there. */
  readonly logFile: string;
  /** For programs that the stage starts. */
  readonly env: Readonly<Record<string, string>>;
  /** Shown at once, for what somebody waits for. */
  readonly tell: (line: string) => void;
}

/** What came of a stage: its counts, with what is to be said of its failures, or the reason why this machine cannot run it. */
export type Outcome =
  | (Counts & {
      readonly why?: string;
      /** One line each. */
      readonly failures?: readonly string[];
    })
  | { readonly cannot: string };

export interface Stage {
  readonly name: string;
  readonly fast: boolean;
  /** Stages that have to pass first. */
  readonly after: readonly string[];
  /** Makes labs on the engine, which are removed for it when it is cut short. */
  readonly makesLabs?: boolean;
  readonly run: (run: StageRun) => Promise<Outcome>;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const sum = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Nothing that ran is not a success: it is how a broken run looks. */
export const isSuccess = ({ passed, failed }: Counts): boolean => failed === 0 && passed > 0;
