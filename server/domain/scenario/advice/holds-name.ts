/**
 * Does a text hold a name as a whole? `prod` is not in `prod-db`: a short name inside a longer one is most likely misspelt.
 * A slash ends a name, so that the parts of `prod-db/web` are names, and so is a folder in the path of a file.
 */
export function holdsName(text: string, name: string): boolean {
  if (/^\d+$/.test(name) && standsAlone(text, `0${name}`)) return true;
  return standsAlone(text, name);
}

function standsAlone(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (beginsAfter(text.slice(0, at), name) && endsBefore(text.slice(at + name.length))) return true;
  }
  return false;
}

function beginsAfter(before: string, name: string): boolean {
  // A field is reached with a dot, and Kubernetes gives no name capitals.
  if (before.endsWith('.')) return /[A-Z]/.test(name);
  return !/[A-Za-z0-9-]$/.test(before);
}

// A dot ends a sentence unless more follows; what follows the short name of a Service may be left out.
const endsBefore = (after: string): boolean => !/^\.?[A-Za-z0-9-]/.test(after) || /^\.svc\b/.test(after);
