/** `repository:tag` in the two parts that the engine's calls take. */
export function named(ref: string): { repo: string; tag: string } {
  const cut = ref.lastIndexOf(':');
  return { repo: ref.slice(0, cut), tag: ref.slice(cut + 1) };
}
