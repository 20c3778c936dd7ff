import { z } from 'zod';

const Header = z.object({
  version: z.literal(2),
  width: z.number().int().min(1).max(1000),
  height: z.number().int().min(1).max(1000),
  timestamp: z.number(),
});
const Event = z.tuple([z.number().min(0), z.string(), z.string()]);

export interface CastEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Output, or a new size. */
  readonly kind: 'o' | 'r';
  readonly data: string;
}

/** What one shell showed, from its file. */
export interface Cast {
  readonly cols: number;
  readonly rows: number;
  readonly events: readonly CastEvent[];
}

/** Reads an asciicast file of version 2. Lines that are torn or of another kind are left out; throws when the header is none. */
export function parseCast(text: string): Cast {
  const [head = '', ...lines] = text.split('\n');
  const { width, height, timestamp } = Header.parse(JSON.parse(head));
  const base = timestamp * 1000;
  let last = base;
  const events: CastEvent[] = [];
  for (const line of lines) {
    const event = eventOf(line);
    if (event === undefined) continue;
    const [seconds, kind, data] = event;
    // A clock that was set back does not turn the order of what was said.
    last = Math.max(last, base + seconds * 1000);
    if (kind === 'o' || kind === 'r') events.push({ at: last, kind, data });
  }
  return { cols: width, rows: height, events };
}

function eventOf(line: string): [number, string, string] | undefined {
  if (line === '') return undefined;
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** `120x40` as a size; undefined when it is none. */
export function sizeOf(data: string): { cols: number; rows: number } | undefined {
  const match = /^(\d{1,3})x(\d{1,3})$/.exec(data);
  const [cols, rows] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  return cols > 0 && rows > 0 ? { cols, rows } : undefined;
}
