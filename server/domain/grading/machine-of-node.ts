/**
 * The machine of a lab on which a Kubernetes node runs: nodes are called like their machine, or, with another runtime, like
 * its container, `<lab>-control-plane` or `<lab>-worker2`. Undefined for a name that is neither.
 */
export function machineOfNode(node: string): string | undefined {
  const worker = /(?:^|-)(worker\d*)$/.exec(node)?.[1];
  if (worker !== undefined) return worker;
  return /(?:^cp|(?:^|-)control-plane)$/.test(node) ? 'cp' : undefined;
}
