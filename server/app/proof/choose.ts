import type { ScenarioFault } from '#contract/api.ts';
import { scenarioOfFile } from '#domain/scenario/fault-place.ts';
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

/** What a choice is made from. */
export interface ChoiceParts {
  readonly changes: Changes;
  readonly core: readonly string[];
  /** The folders of scenarios, relative to the root of the repository. */
  readonly packs: readonly string[];
  /** Ids of scenarios whose pack lies elsewhere. */
  readonly outside: readonly string[];
}

/** What every scenario rests on: a change there may change the verdict of each. */
const shared = [
  'server/app/grading/',
  'server/app/setup/',
  'server/domain/grading/',
  'server/contract/scenario/',
  'labs/images/',
];

/** Nobody knows the history of a pack that lies elsewhere. */
const elsewhere = 'in a pack outside of this repository, of which nothing tells what changed';

/** The scenarios whose files changed; also those of the core set when something changed that all rest on. */
export function chooseChanged(scenarios: readonly LoadedScenario[], o: ChoiceParts): Choice {
  const chosen = scenarios.filter(isOneOf(wantedIds(o)));
  return { chosen, leftOut: others(scenarios, chosen, { ...o, why: `unchanged since ${o.changes.since}` }) };
}

/**
 * Faults in scenarios that `chooseChanged` would choose, could they be read. A fault of a whole pack may hide any of its scenarios.
 * `root` is the folder of the repository: packs of one's own are told by their whole path.
 */
export function faultsOfChanged(
  faults: readonly ScenarioFault[],
  o: ChoiceParts & { readonly root: string },
): ScenarioFault[] {
  // Texts count here: what cannot be read proves nothing.
  const wanted = [...wantedIds(o), ...changedIds(o, () => true)];
  return faults.filter(({ file }) => {
    const path = file.startsWith(`${o.root}/`) ? file.slice(o.root.length + 1) : file;
    const pack = o.packs.find((folder) => path === folder || path.startsWith(`${folder}/`));
    if (pack === undefined) return false;
    const id = scenarioOfFile(path.slice(pack.length));
    return id === undefined || wanted.includes(id);
  });
}

/** Scenarios of which there is nothing to prove because of their faults. */
export function brokenOnes(
  faults: readonly ScenarioFault[],
  scenarios: readonly LoadedScenario[],
): Choice['leftOut'] {
  const readable = new Set(scenarios.map(({ scenario }) => scenario.id));
  const ids = faults.flatMap(({ file }) => scenarioOfFile(file) ?? []);
  return [...new Set(ids)]
    .filter((id) => !readable.has(id))
    .map((scenario) => ({ scenario, why: 'with faults in the files' }));
}

/**
 * What a run of all tests proves: the changed scenarios, then the core set. Where nothing tells what changed, any of them may
 * have: then the core set comes first and all others follow, as time allows.
 */
export function chooseForTests(
  scenarios: readonly LoadedScenario[],
  o: Omit<ChoiceParts, 'changes'> & { readonly changes: Changes | undefined },
): Choice {
  const { changes } = o;
  const core = scenarios.filter(isOneOf(o.core));
  if (changes === undefined) return { chosen: [...new Set([...core, ...scenarios])], leftOut: [] };
  const changed = scenarios.filter(isOneOf(changedIds({ ...o, changes })));
  const chosen = [...new Set([...changed, ...core])];
  const why = `unchanged since ${changes.since}, and not in the core set`;
  return { chosen, leftOut: others(scenarios, chosen, { ...o, why }) };
}

const isOneOf =
  (ids: readonly string[]) =>
  ({ scenario }: LoadedScenario): boolean =>
    ids.includes(scenario.id);

const wantedIds = (o: ChoiceParts): string[] => [
  ...changedIds(o),
  ...(o.changes.files.some(isShared) ? o.core : []),
];

/** A test beside the code changes nothing about labs. */
const isShared = (file: string): boolean =>
  shared.some((folder) => file.startsWith(folder)) && !file.endsWith('.test.ts');

const texts = ['story.md', 'explain.md', 'i18n'];
/** What a learner reads around the tasks decides no verdict; lint looks at it. */
const decides = (inside: string): boolean => !texts.includes(inside);

/** A scenario is called as its folder, `<pack>/<domain>/<id>`. */
function changedIds(
  o: Pick<ChoiceParts, 'changes' | 'packs'>,
  counts: (inside: string) => boolean = decides,
): string[] {
  return o.changes.files.flatMap((file) =>
    o.packs
      .filter((pack) => file.startsWith(`${pack}/`))
      .flatMap((pack) => {
        const [, id, inside] = file.slice(pack.length + 1).split('/');
        return id === undefined || inside === undefined || !counts(inside) ? [] : [id];
      }),
  );
}

const others = (
  all: readonly LoadedScenario[],
  chosen: readonly LoadedScenario[],
  o: Pick<ChoiceParts, 'outside'> & { readonly why: string },
): Choice['leftOut'] =>
  all
    .filter((one) => !chosen.includes(one))
    .map(({ scenario: { id } }) => ({ scenario: id, why: o.outside.includes(id) ? elsewhere : o.why }));
