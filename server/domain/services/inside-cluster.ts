/** Addresses that kubeadm and kind give to Services and Pods. No lab changes them. */
const ranges = { service: [10, 96], pod: [10, 244] } as const;

/**
 * Whether an address that the cluster names is one that a Service or Pod can have. Whoever is admin of a cluster can write any
 * address into its objects; those outside of these ranges lead out of the lab and are not followed.
 */
export function isInsideCluster(address: string, what: keyof typeof ranges): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return false;
  if (address !== parts.join('.')) return false;
  return ranges[what].every((part, at) => parts[at] === part);
}
