/** What a search for a thing of the lab says: the thing, that it is not there, or why that could not be told. */
export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing'; readonly found: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export const found = <T>(value: T): Found<T> => ({ kind: 'found', value });
export const notThere = (what: string): Found<never> => ({ kind: 'missing', found: what });
export const cannotTell = (reason: string): Found<never> => ({ kind: 'unknown', reason });
