type Fields = Readonly<Record<string, unknown>>;

/** The log: fields first, then a short text that never changes. Secrets are never among the fields. */
export interface Log {
  info(fields: Fields, text: string): void;
  warn(fields: Fields, text: string): void;
  error(fields: Fields, text: string): void;
}
