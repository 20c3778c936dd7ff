import { useMutation, useQueryClient } from '@tanstack/react-query';
import { patchHint, patchLab, patchReport } from './cache-patches.ts';
import { ask } from './client.ts';
import { attemptsQuery, labsQuery, liveRunQuery } from './queries.ts';

export function useStartLab() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (scenario: string) => ask('startLab', { body: { scenario } }),
    onSuccess: (lab) => {
      patchLab(cache, lab);
      void cache.invalidateQueries({ queryKey: labsQuery.queryKey });
      void cache.invalidateQueries({ queryKey: attemptsQuery.queryKey });
    },
  });
}

export function useResetLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('resetLab', { params: { lab } }),
    onSuccess: (view) => patchLab(cache, view),
  });
}

/** Its machines stop, its disks are kept. */
export function usePauseLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('pauseLab', { params: { lab } }),
    onSuccess: (view) => patchLab(cache, view),
  });
}

export function useResumeLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('resumeLab', { params: { lab } }),
    onSuccess: (view) => patchLab(cache, view),
  });
}

/** Keeps a lab that would be paused or end because nobody used it, or a paused one for longer. */
export function useExtendLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('extendLab', { params: { lab } }),
    onSuccess: (view) => patchLab(cache, view),
  });
}

export function useStopLab(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => ask('stopLab', { params: { lab } }),
    onSuccess: (view) => patchLab(cache, view),
  });
}

/** Grades the whole lab, or one task. The answer comes when all verdicts are in; they stream in over the socket before. */
export function useGrade(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (task: string | undefined) =>
      ask('grade', { params: { lab }, body: task === undefined ? {} : { task }, withinMs: 300_000 }),
    onSuccess: (report) => patchReport(cache, lab, report),
    onError: () => cache.setQueryData(liveRunQuery(lab).queryKey, null),
  });
}

export function useOpenHint(lab: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (hint: { task: string; index: number }) => ask('hint', { params: { lab }, body: hint }),
    onSuccess: (hint) => patchHint(cache, lab, hint),
  });
}
