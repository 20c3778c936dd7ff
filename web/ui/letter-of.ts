/** The letter on the key: where a layout writes others (Cyrillic, Greek), the one that stands there in Latin. */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key'> & { code?: string }): string {
  const latin = /^Key([A-Z])$/.exec(code ?? '')?.[1];
  // oxlint-disable-next-line no-control-regex -- everything that is ASCII is taken as it is
  return (latin === undefined || /^[\u0000-\u007f]*$/.test(key) ? key : latin).toLowerCase();
}
