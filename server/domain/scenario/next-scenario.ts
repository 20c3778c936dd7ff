export interface Known {
  readonly id: string;
  readonly domain: string;
  /** Some attempt has earned every point. */
  readonly solved: boolean;
}

/**
 * What a learner who has solved `after` will probably do next: the next unsolved scenario of its domain in the order of the
 * catalogue, else the first one that the domain has left, else the next unsolved one at all. Undefined when all are solved.
 */
export function nextScenario(all: readonly Known[], after: string): string | undefined {
  const at = all.findIndex(({ id }) => id === after);
  const domain = all[at]?.domain;
  const onwards = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))].filter(({ solved }) => !solved);
  return (onwards.find((one) => one.domain === domain) ?? onwards[0])?.id;
}
