/** One terminal of a contender, as a page would have it: what is typed goes in, bytes come out. */
export interface Line {
  write(text: string): void;
  /** One listener. It is told how many bytes came and, for looking, their text. */
  onData(listener: (bytes: number, text: string) => void): void;
  close(): void;
}

export interface Contender {
  readonly name: string;
  /** The process whose time and memory count, with all that it starts; undefined where there is none. */
  readonly pid: number | undefined;
  open(): Promise<Line>;
  close(): Promise<void>;
}

export const within = <T>(ms: number, what: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
