/** An image as a registry knows it. */
export interface ImageReference {
  /** Host and, where it is not the usual one, port. */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or `sha256:` and 64 hex digits. */
  readonly reference: string;
}

const pattern =
  /^(?<registry>[a-z0-9.-]+(?::\d+)?)\/(?<repository>[a-z0-9][a-z0-9._/-]*)(?:(?::(?<tag>[\w][\w.-]*))?(?<digest>@sha256:[0-9a-f]{64})|:(?<only>[\w][\w.-]*))$/;

/**
 * Takes a name apart; undefined when it is none, or lacks its registry, or has neither tag nor digest. With both the digest
 * counts, as it does for Docker.
 */
export function imageReference(name: string): ImageReference | undefined {
  const { registry, repository, digest, only } = pattern.exec(name)?.groups ?? {};
  const reference = digest?.slice(1) ?? only;
  if (registry === undefined || repository === undefined || reference === undefined) return undefined;
  return { registry, repository, reference };
}
