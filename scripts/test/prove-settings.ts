import { z } from 'zod';

/** Which scenarios a run of all tests proves, and how long it may begin new ones. */
export interface ProveSettings {
  readonly all: boolean;
  readonly minutes: number;
}

const Env = z.object({
  CKSLAB_PROVE: z.enum(['changed', 'all']).default('changed'),
  CKSLAB_PROVE_MINUTES: z.coerce.number().min(0).max(1440).default(30),
});

/** `CKSLAB_PROVE=all` proves every scenario; otherwise the time of `CKSLAB_PROVE_MINUTES` bounds the choice. */
export function proveSettings(env: Readonly<Record<string, string | undefined>>): ProveSettings {
  const parsed = Env.parse(env);
  return { all: parsed.CKSLAB_PROVE === 'all', minutes: parsed.CKSLAB_PROVE_MINUTES };
}

/** What the slowest scenario takes that begins in the last minute, on a slow machine. */
const slackMinutes = 90;
const allMinutes = 600;

/** The limit of the whole stage. */
export function proveStageMinutes({ all, minutes }: ProveSettings): number {
  return all ? allMinutes : minutes + slackMinutes;
}
