import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { routes } from '#contract/api.ts';
import { ask, askText, fill } from './client.ts';

export const recordingsQuery = queryOptions({
  queryKey: ['recordings'],
  queryFn: ({ signal }) => ask('recordings', { signal }),
});

/** One recording as it is now; it grows while its lab is worked on. */
export const recordingQuery = (attempt: string) =>
  queryOptions({
    queryKey: ['recording', attempt],
    queryFn: ({ signal }) => ask('recording', { params: { attempt }, signal }),
  });

/** The file of one shell. `bytes` names its state: a file that has grown is another one. */
export const castQuery = (attempt: string, shell: string, bytes: number) =>
  queryOptions({
    queryKey: ['cast', attempt, shell, bytes],
    queryFn: ({ signal }) => askText('cast', { params: { attempt, shell }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** Where the browser downloads the file of a shell. */
export const castAddress = (attempt: string, shell: string): string =>
  fill(routes.cast.path, { attempt, shell });

export const recordingSettingQuery = queryOptions({
  queryKey: ['recording-setting'],
  queryFn: ({ signal }) => ask('recordingSetting', { signal }),
});

export function useSwitchRecording() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (on: boolean) => ask('switchRecording', { body: { on } }),
    onSuccess: (setting) => cache.setQueryData(recordingSettingQuery.queryKey, setting),
  });
}

/** Removes one recording, or without an attempt all of them. */
export function useRemoveRecording() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (attempt: string | undefined) =>
      attempt === undefined ? ask('removeRecordings') : ask('removeRecording', { params: { attempt } }),
    onSuccess: async () => {
      cache.removeQueries({ queryKey: ['recording'] });
      cache.removeQueries({ queryKey: ['cast'] });
      await cache.invalidateQueries({ queryKey: recordingsQuery.queryKey });
      await cache.invalidateQueries({ queryKey: recordingSettingQuery.queryKey });
    },
  });
}
