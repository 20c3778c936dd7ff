const unit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** The milliseconds of a duration such as `500ms`, `10s` or `2m`. Anything else is NaN: the schema refuses it before. */
export function milliseconds(duration: string): number {
  const parts = /^(\d+)(ms|s|m)$/.exec(duration);
  return parts === null ? Number.NaN : Number(parts[1]) * (unit[parts[2] ?? ''] ?? Number.NaN);
}
