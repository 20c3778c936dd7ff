/**
 * How Node runs the server; `ckslab` and the Dockerfile say the same. What a shell says passes through short-lived memory outside
 * of the JavaScript heap, which V8 lets grow until its young objects have filled 16 MiB: with 2 MiB a flood costs a third of
 * the memory, and seldom a collection of the whole heap (docs/decisions/0029).
 */
export const nodeFlags: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=2',
];
