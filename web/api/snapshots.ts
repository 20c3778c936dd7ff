import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { patchLab } from './cache-patches.ts';
import { ask } from './client.ts';

/** The states that a lab can go back to. Checks add to them, so they are asked for each time they are looked at. */
export const snapshotsQuery = (lab: string) =>
  queryOptions({
    queryKey: ['snapshots', lab],
    queryFn: ({ signal }) => ask('snapshots', { params: { lab }, signal }),
    staleTime: 0,
  });

export function useSaveSnapshot(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('saveSnapshot', { params: { lab }, withinMs: 70_000 }),
    onSettled: () => cache.invalidateQueries({ queryKey: snapshotsQuery(lab).queryKey }),
  });
}

export function useUndoLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (snapshot: number) => ask('undoLab', { params: { lab }, body: { snapshot } }),
    onSuccess: (view) => patchLab(cache, view),
    // One that is gone by now shall no longer be offered.
    onError: () => cache.invalidateQueries({ queryKey: snapshotsQuery(lab).queryKey }),
  });
}
