/** What a terminal says to a program that asked it in output number `seq` of a life of the shell. */
export interface TerminalAnswer {
  readonly life: string;
  readonly seq: number;
  readonly data: string;
}

/**
 * Which answers of terminals a program gets. Each window has a terminal that answers, and draws again what it has missed; but a
 * program asks once, and is perhaps gone when something old is drawn: the answer would be typed at the prompt.
 */
export class ShellAnswers<Window> {
  private readonly life: string;
  private newest = 0;
  /** Nobody waits for answers to output up to this number. */
  private done = 0;
  private answered: { readonly seq: number; readonly by: Window } | undefined;

  constructor(life: string) {
    this.life = life;
  }

  /** Output that is `old` was said before this server heard it. */
  said(seq: number, old: boolean): void {
    this.newest = seq;
    if (old) this.done = seq;
  }

  /** The first window that answers to some output gives all answers to it. */
  takes(by: Window, { life, seq }: Pick<TerminalAnswer, 'life' | 'seq'>): boolean {
    if (life !== this.life || seq <= this.done || seq > this.newest) return false;
    if (this.answered !== undefined && seq <= this.answered.seq)
      return seq === this.answered.seq && by === this.answered.by;
    this.answered = { seq, by };
    return true;
  }
}
