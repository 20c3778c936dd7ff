import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { WatchView } from '#contract/watching.ts';
import { ask } from './client.ts';

/** Who may look into a lab; the socket keeps it as new as it is. */
export const watchersQuery = (lab: string) =>
  queryOptions({
    queryKey: ['watchers', lab],
    queryFn: ({ signal }) => ask('watchers', { params: { lab }, signal }),
  });

/** What a guest sees beside the terminals. */
export const watchedQuery = queryOptions({
  queryKey: ['watched'],
  queryFn: ({ signal }) => ask('watch', { signal }),
  retry: false,
});

export function useInvite(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (minutes: number) => ask('invite', { params: { lab }, body: { minutes } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: watchersQuery(lab).queryKey }),
  });
}

type Change =
  | { readonly what: 'revoke'; readonly invitation: string }
  | { readonly what: 'letType'; readonly guest: string; readonly mayType: boolean }
  | { readonly what: 'dismiss'; readonly guest: string }
  | { readonly what: 'endAll' };

/** Changes who may look into a lab; the answer is how it is then. */
export function useChangeWatchers(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => asked(lab, change),
    onSuccess: (view) => cache.setQueryData(watchersQuery(lab).queryKey, view),
  });
}

function asked(lab: string, change: Change): Promise<WatchView> {
  switch (change.what) {
    case 'revoke':
      return ask('revoke', { params: { lab, invitation: change.invitation } });
    case 'letType':
      return ask('letType', { params: { lab, guest: change.guest }, body: { mayType: change.mayType } });
    case 'dismiss':
      return ask('dismiss', { params: { lab, guest: change.guest } });
    case 'endAll':
      return ask('endWatching', { params: { lab } });
  }
}

/** Exchanges the secret of a link for the right to watch. */
export function useEnterWatch() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (how: { token: string; name: string }) => ask('enterWatch', { body: how }),
    onSuccess: (lab) => cache.setQueryData(watchedQuery.queryKey, lab),
  });
}
