interface Node {
  readonly path: string;
  readonly files: readonly string[];
}

/** The first circle of imports, as the way round, or undefined when there is none. */
export function findCycle(nodes: readonly Node[]): string | undefined {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const clean = new Set<string>();
  for (const { path } of nodes) {
    const cycle = follow(path, [], byPath, clean);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function follow(
  path: string,
  way: readonly string[],
  byPath: ReadonlyMap<string, Node>,
  clean: Set<string>,
): string | undefined {
  const at = way.indexOf(path);
  if (at !== -1) return [...way.slice(at), path].join(' → ');
  if (clean.has(path)) return undefined;
  for (const file of byPath.get(path)?.files ?? []) {
    const cycle = follow(file, [...way, path], byPath, clean);
    if (cycle !== undefined) return cycle;
  }
  clean.add(path);
  return undefined;
}
