import type { ImageStatus } from '#contract/api.ts';
import type { DoctorView, Finding } from '#contract/doctor.ts';
import { asFault } from '#domain/fault.ts';
import { engineFindings, imageFindings, roomFindings } from '#domain/machine/findings.ts';
import { kernelFindings } from '#domain/machine/kernel-findings.ts';
import type { Clock } from '#ports/clock.ts';
import type { Engine } from '#ports/engine.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';

export interface DoctorParts {
  readonly engine: Engine;
  readonly facts: MachineFacts;
  readonly library: ScenarioLibrary;
  readonly clock: Clock;
  /** Versions of the platform and of what it runs on. */
  readonly versions: readonly string[];
  /** Those that labs are started from. */
  images(): readonly ImageStatus[] | Promise<readonly ImageStatus[]>;
}

const engineWithinMs = 5_000;

/** Looks at everything that labs need, changes nothing, and says what to do. Never rejects for what it finds. */
export async function examine(parts: DoctorParts): Promise<DoctorView> {
  const { clock, facts, library } = parts;
  const engine = await ask(parts);
  // Without an engine nobody knows which images there are.
  const images = engine.some(({ mark }) => mark === 'bad') ? undefined : await parts.images();
  const built = images?.every(({ state }) => state === 'ready') ?? false;
  const [size, room, features] = await Promise.all([facts.size(), facts.room(), facts.kernel()]);
  const scenarios = library.all().map(({ scenario }) => scenario);
  const findings: Finding[] = [
    ...engine,
    ...roomFindings(size, room, built),
    ...kernelFindings(features, scenarios),
    ...(images === undefined ? [] : imageFindings(images)),
    ...faultsFinding(library),
    { group: 'platform', mark: 'ok', fact: parts.versions.join(', ') },
  ];
  return { at: clock.now(), findings };
}

async function ask({ clock, engine }: DoctorParts): Promise<Finding[]> {
  try {
    return engineFindings(await engine.describe(AbortSignal.timeout(engineWithinMs)), clock.now());
  } catch (error) {
    const { message, remedy } = asFault(error);
    return [{ group: 'engine', mark: 'bad', fact: message, remedy }];
  }
}

function faultsFinding(library: ScenarioLibrary): Finding[] {
  const { length } = library.faults();
  if (length === 0) return [];
  return [
    {
      group: 'platform',
      mark: 'warn',
      fact: `${length} ${length === 1 ? 'mistake' : 'mistakes'} in files of scenarios`,
      remedy: 'The catalogue names them; ./ckslab scenario lint shows them with their lines.',
    },
  ];
}
