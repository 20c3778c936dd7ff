/** One shell of a lab: the terminal's id and which of the shells on it. */
export interface TerminalPlace {
  readonly terminal: string;
  readonly number: number;
}

/**
 * The terminal that had the focus last. What stands beside the terminals (tasks, an editor) speaks to them through this object,
 * which the lab view hands out. All of it does nothing while no shell is open.
 */
export interface FocusedTerminal {
  /** Where text would go now. */
  place(): TerminalPlace | undefined;
  /** Puts text at the prompt as a paste; the learner presses Enter. The terminal takes the focus. */
  type(text: string): void;
  /** Puts text at the prompt and presses Enter. Several lines arrive as one paste where the shell knows such. */
  run(text: string): void;
  focus(): void;
}
