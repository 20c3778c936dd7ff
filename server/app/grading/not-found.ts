import { missing, unknown } from './check-module.ts';
import type { Sight } from './check-module.ts';
import type { Found } from './found.ts';

/** A search that found nothing, as what a check saw. */
export function notFound(search: Exclude<Found<unknown>, { kind: 'found' }>, probe: string): Sight<never> {
  return search.kind === 'missing' ? missing(search.found, probe) : unknown(search.reason, probe);
}
