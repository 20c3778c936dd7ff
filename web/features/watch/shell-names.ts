interface Named {
  readonly shell: string;
  readonly terminal: string;
}

/** The terminals' names by shell; with a number where several shells are open on one. */
export function shellNames(shells: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(
    shells.map(({ shell, terminal }) => {
      const same = shells.filter((other) => other.terminal === terminal);
      const number = same.findIndex((other) => other.shell === shell) + 1;
      return [shell, same.length === 1 ? terminal : `${terminal} ${number}`];
    }),
  );
}
