import { z } from 'zod';
import { Fault } from '#domain/fault.ts';

/** Which scenarios a run of all tests proves, and how long it may begin new ones. */
export interface ProveSettings {
  readonly all: boolean;
  readonly minutes: number;
}

const Env = z.object({
  CKSLAB_PROVE: z.enum(['changed', 'all']).default('changed'),
  CKSLAB_PROVE_MINUTES: z.coerce.number().min(0).max(1440).default(30),
});

/**
 * `CKSLAB_PROVE=all` proves every scenario; otherwise the time of `CKSLAB_PROVE_MINUTES` bounds the choice.
 * @throws Fault `config.invalid` that names every wrong variable
 */
export function proveSettings(env: Readonly<Record<string, string | undefined>>): ProveSettings {
  const parsed = Env.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Fault('config.invalid', `Settings cannot be used:\n${lines.join('\n')}`, {
      remedy: 'Correct or remove the named environment variables.',
    });
  }
  const { CKSLAB_PROVE, CKSLAB_PROVE_MINUTES } = parsed.data;
  return { all: CKSLAB_PROVE === 'all', minutes: CKSLAB_PROVE_MINUTES };
}

/** What the slowest scenario takes that begins in the last minute, on a slow machine. */
const slackMinutes = 90;
const allMinutes = 600;

/** The limit of the whole stage. */
export function proveStageMinutes({ all, minutes }: ProveSettings): number {
  return all ? allMinutes : minutes + slackMinutes;
}
