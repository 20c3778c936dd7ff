import { Domain } from '#contract/scenario/scenario.ts';

const domains: ReadonlySet<string> = new Set(Domain.options);

/** Does a file with a fault lie in the folder of this scenario? */
export const isInScenario = (id: string, file: string): boolean => file.split('/').includes(id);

/** The id of the scenario in whose folder, `<domain>/<id>`, a file lies; undefined when it belongs to a whole pack. */
export function scenarioOfFile(file: string): string | undefined {
  const parts = file.split('/');
  const domain = parts.findLastIndex((part, i) => domains.has(part) && parts[i + 1] !== undefined);
  return domain === -1 ? undefined : parts[domain + 1];
}
