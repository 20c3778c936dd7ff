export const stageId = 'deck-stage';
export const tabId = (id: number): string => `deck-tab-${id}`;

/** Which tab an element of `tabId` stands for. */
export function tabOfElement(element: Element | null | undefined): number | undefined {
  const number = /^deck-tab-(\d+)$/.exec(element?.id ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}
