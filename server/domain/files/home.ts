/** The images of labs make homes where every Debian system does. */
export const homeOf = (user: string): string => (user === 'root' ? '/root' : `/home/${user}`);

/** A folder as prompts show it to this user: the home is `~`. */
export function shownFolder(path: string, user: string): string {
  const home = homeOf(user);
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
