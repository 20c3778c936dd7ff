import type { KeySink } from '../../ui/KeyBar.tsx';
import { asWanted, withCtrl } from '../../ui/touch-keys.ts';

/** The terminal that the keys of the bar go to. */
export interface GuestTerminal {
  readonly applicationCursorKeys: boolean;
  focus(): void;
}

/** What a guest types, by the keyboard and by the key bar. */
export class GuestKeys implements KeySink {
  readonly #listeners = new Set<() => void>();
  #held = false;
  #to: { readonly terminal: GuestTerminal; readonly send: (data: string) => void } | undefined;

  readonly ctrlHeld = (): boolean => this.#held;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From now on keys go there. */
  serve(terminal: GuestTerminal, send: (data: string) => void): void {
    this.#to = { terminal, send };
  }

  /** The keyboard has typed: with the Ctrl that is held, if any. */
  typed(data: string): void {
    const held = this.#held ? withCtrl(data) : undefined;
    this.#hold(false);
    this.#to?.send(held ?? data);
  }

  press(sequence: string): void {
    const to = this.#to;
    if (to === undefined) return;
    to.send(asWanted(sequence, to.terminal.applicationCursorKeys));
    to.terminal.focus();
  }

  holdCtrl(held: boolean): void {
    this.#hold(held);
    this.#to?.terminal.focus();
  }

  #hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    for (const listener of this.#listeners) listener();
  }
}
