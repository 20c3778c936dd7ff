import { z } from 'zod';
import { readStored, writeStored } from '../../ui/use-stored.ts';
import {
  allPanes,
  clampShare,
  closePane,
  type Layout,
  layoutOf,
  limits,
  type PaneRef,
  paneKey,
  panesIn,
  shares,
  type Tree,
} from './layout.ts';

const Pane = z.strictObject({
  kind: z.string().regex(/^[a-z]{1,20}$/),
  subject: z.string().min(1).max(4200),
});
const Tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([
    z.strictObject({ pane: Pane }),
    z.strictObject({
      split: z.enum(['right', 'down']),
      at: z.number().min(shares.min).max(shares.max).transform(clampShare),
      first: Tree,
      second: Tree,
    }),
  ]),
);
const Tab = z.strictObject({
  id: z.number().int().min(1).max(9999),
  name: z.string().trim().min(1).max(limits.name).exactOptional(),
  tree: Tree,
  focus: z.string(),
});
const Kept = z
  .strictObject({ tabs: z.array(Tab).max(limits.panes), chosen: z.number().int() })
  .refine(({ tabs }) => new Set(tabs.map((tab) => tab.id)).size === tabs.length)
  .refine((layout) => {
    const keys = allPanes(layout).map(paneKey);
    return new Set(keys).size === keys.length && keys.length <= limits.panes;
  })
  .refine(({ tabs }) => tabs.every((tab) => panesIn(tab.tree).length <= limits.panesPerTab));

const keyOf = (scenario: string): string => `cks-lab.layout.${scenario}`;

/** The layout that this browser keeps for a scenario, without the panes that the lab does not know; else the usual one. */
export function keptLayout(
  scenario: string,
  usual: readonly PaneRef[],
  knows: (pane: PaneRef) => boolean,
): Layout {
  const kept = parseLayout(readStored(keyOf(scenario)));
  const strange = kept === undefined ? [] : allPanes(kept).filter((pane) => !knows(pane));
  const known = strange.reduce<Layout | undefined>(
    (layout, pane) => layout && closePane(layout, paneKey(pane)),
    kept,
  );
  return known === undefined || known.tabs.length === 0 ? layoutOf(usual) : known;
}

export function keepLayout(scenario: string, layout: Layout): void {
  writeStored(keyOf(scenario), JSON.stringify(layout));
}

/** What was kept, mended where a name points nowhere; undefined when it is no layout. */
export function parseLayout(text: string | null): Layout | undefined {
  const parsed = Kept.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const tabs = parsed.data.tabs.map((tab) => {
    const keys = panesIn(tab.tree).map(paneKey);
    return { ...tab, focus: keys.includes(tab.focus) ? tab.focus : (keys[0] ?? '') };
  });
  const chosen = tabs.some((tab) => tab.id === parsed.data.chosen) ? parsed.data.chosen : (tabs[0]?.id ?? 0);
  return { tabs, chosen };
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined; // Somebody else's text under our name: as if nothing was kept.
  }
}
