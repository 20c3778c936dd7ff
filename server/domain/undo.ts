/** What was started and has to be undone if a later step fails. */
export class Undo {
  private readonly steps: { name: string; run: () => Promise<void> }[] = [];

  /** Say how to undo a step before the next one begins. */
  push(name: string, run: () => Promise<void>): void {
    this.steps.push({ name, run });
  }

  /** Undoes everything, newest first, whatever fails on the way; returns what failed. */
  async all(): Promise<Error[]> {
    const faults: Error[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step.run();
      } catch (error) {
        faults.push(new Error(`undo ${step.name}`, { cause: error }));
      }
    }
    return faults;
  }
}
