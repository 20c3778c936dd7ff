/** Raised once, when the server no longer knows this browser. */
export class SignedOutFlag {
  #raised = false;
  readonly #listeners = new Set<() => void>();

  readonly raised = (): boolean => this.#raised;

  readonly raise = (): void => {
    if (this.#raised) return;
    this.#raised = true;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
