/** A text without what only Killercoda's page understands, and the folded parts of it, which become hints. */
export interface Plain {
  readonly text: string;
  readonly hints: readonly { readonly title: string; readonly text: string }[];
  readonly notes: readonly string[];
}

const folded = /<details>\s*<summary>([\s\S]*?)<\/summary>([\s\S]*?)<\/details>/gi;
// `ls`{{exec}} and its relatives put a button beside the code.
const actions = /\{\{\s*(?:exec|copy|open)\b[^}]*\}\}/g;
const links = /\{\{\s*TRAFFIC_\w+\s*\}\}/g;

/** Takes a page of Killercoda apart. */
export function plainText(markdown: string, where: string): Plain {
  const hints = [...markdown.matchAll(folded)].map(([, title = '', text = '']) => ({
    title: untagged(title),
    text: untagged(text.replaceAll(actions, '')),
  }));
  const open = untagged(markdown.replaceAll(folded, '').replaceAll(actions, ''));
  const notes = [
    ...(open.search(links) !== -1
      ? [`${where} links to a port of the machine, which a lab has no address for`]
      : []),
    ...(/\b(controlplane|node01)\b/.test(markdown)
      ? [`${where} names controlplane or node01; here they are called cp and worker`]
      : []),
  ];
  return { text: open.replaceAll(links, 'the machine'), hints, notes };
}

const untagged = (text: string): string =>
  text
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/?(?:details|summary|p|b|i|strong|em|div|span|center)\b[^>]*>/gi, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
