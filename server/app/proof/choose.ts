import type { LoadedScenario } from '#ports/scenario-library.ts';

/** Scenarios to prove, in this order, and those that are left out. */
export interface Choice {
  readonly chosen: readonly LoadedScenario[];
  readonly leftOut: readonly { readonly scenario: string; readonly why: string }[];
}

/** What was changed, with the name of what it was compared with. */
export interface Changes {
  readonly since: string;
  /** Relative to the root of the repository. */
  readonly files: readonly string[];
}

/** What every scenario rests on: a change there may change the verdict of each. */
const shared = [
  'server/app/grading/',
  'server/app/setup/',
  'server/domain/grading/',
  'server/contract/scenario/',
  'labs/images/',
];

/**
 * The scenarios whose files changed; also those of the core set when something changed that all rest on.
 * `packs` are the folders of scenarios, relative to the root of the repository.
 */
export function chooseChanged(
  scenarios: readonly LoadedScenario[],
  o: { readonly changes: Changes; readonly core: readonly string[]; readonly packs: readonly string[] },
): Choice {
  const core = o.changes.files.some(isShared) ? o.core : [];
  const chosen = scenarios.filter(isOneOf([...changedIds(o), ...core]));
  return { chosen, leftOut: others(scenarios, chosen, `unchanged since ${o.changes.since}`) };
}

/**
 * What a run of all tests proves: the changed scenarios, then the core set. Where nothing tells what changed, any of them may
 * have: then the core set comes first and all others follow, as time allows.
 */
export function chooseForTests(
  scenarios: readonly LoadedScenario[],
  o: {
    readonly changes: Changes | undefined;
    readonly core: readonly string[];
    readonly packs: readonly string[];
  },
): Choice {
  const { changes } = o;
  const core = scenarios.filter(isOneOf(o.core));
  if (changes === undefined) return { chosen: [...new Set([...core, ...scenarios])], leftOut: [] };
  const changed = scenarios.filter(isOneOf(changedIds({ ...o, changes })));
  const chosen = [...new Set([...changed, ...core])];
  const why = `unchanged since ${changes.since}, and not in the core set`;
  return { chosen, leftOut: others(scenarios, chosen, why) };
}

const isOneOf =
  (ids: readonly string[]) =>
  ({ scenario }: LoadedScenario): boolean =>
    ids.includes(scenario.id);

/** A test beside the code changes nothing about labs. */
const isShared = (file: string): boolean =>
  shared.some((folder) => file.startsWith(folder)) && !file.endsWith('.test.ts');

/** A scenario is called as its folder, `<pack>/<domain>/<id>`. */
function changedIds(o: { readonly changes: Changes; readonly packs: readonly string[] }): string[] {
  return o.changes.files.flatMap((file) =>
    o.packs
      .filter((pack) => file.startsWith(`${pack}/`))
      .flatMap((pack) => {
        const [, id, inside] = file.slice(pack.length + 1).split('/');
        return id === undefined || inside === undefined ? [] : [id];
      }),
  );
}

const others = (
  all: readonly LoadedScenario[],
  chosen: readonly LoadedScenario[],
  why: string,
): Choice['leftOut'] =>
  all.filter((one) => !chosen.includes(one)).map(({ scenario }) => ({ scenario: scenario.id, why }));
