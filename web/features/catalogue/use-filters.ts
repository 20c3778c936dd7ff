import { useSearchParams } from 'react-router';
import { type Facet, facets, type Filters } from './filter-scenarios.ts';

/** The filters live in the address, so that a reload, a bookmark and the back button keep them. */
export function useFilters() {
  const [params, setParams] = useSearchParams();
  const list = (facet: Facet): string[] => params.getAll(facet);
  const filters: Filters = {
    text: params.get('q') ?? '',
    domain: list('domain'),
    environment: list('environment'),
    difficulty: list('difficulty'),
    state: list('state'),
  };
  const options = { replace: true, preventScrollReset: true };
  return {
    filters,
    search: (text: string) => {
      const next = new URLSearchParams(params);
      if (text === '') next.delete('q');
      else next.set('q', text);
      setParams(next, options);
    },
    toggle: (facet: Facet, value: string) => {
      const next = new URLSearchParams(params);
      const on = next.has(facet, value);
      if (on) next.delete(facet, value);
      else next.append(facet, value);
      setParams(next, options);
    },
    clear: () => setParams(new URLSearchParams(), options),
    any: filters.text !== '' || facets.some((facet) => filters[facet].length > 0),
  };
}
