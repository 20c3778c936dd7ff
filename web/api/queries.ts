import { QueryCache, QueryClient, queryOptions, replaceEqualDeep, skipToken } from '@tanstack/react-query';
import type { LabDetail } from '#contract/api.ts';
import { ApiError, ask } from './client.ts';
import type { LiveRun } from './live-run.ts';

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => ask('system', { signal }),
});

/** Looks at the machine anew each time it is asked. */
export const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ signal }) => ask('doctor', { signal }),
});

/** The shells of a lab that are open in any browser; the socket keeps it as new as it is. */
export const openShellsQuery = (lab: string) =>
  queryOptions({
    queryKey: ['open-shells', lab],
    queryFn: ({ signal }) => ask('openShells', { params: { lab }, signal }),
  });

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => ask('catalogue', { signal }),
});

export const scenarioQuery = (scenario: string) =>
  queryOptions({
    queryKey: ['scenario', scenario],
    queryFn: ({ signal }) => ask('scenario', { params: { scenario }, signal }),
  });

/** Answers of a scenario; refused outside of authoring mode. */
export const previewQuery = (scenario: string) =>
  queryOptions({
    queryKey: ['preview', scenario],
    queryFn: ({ signal }) => ask('preview', { params: { scenario }, signal }),
  });

export const labsQuery = queryOptions({
  queryKey: ['labs'],
  queryFn: ({ signal }) => ask('labs', { signal }),
});

/** An answer may be older than what the socket told while it was on its way. */
function keepNewer(known: unknown, incoming: unknown): unknown {
  const [before, after] = [known, incoming] as [LabDetail | undefined, LabDetail];
  const isOlder = before !== undefined && before.lab.version > after.lab.version;
  return replaceEqualDeep(known, isOlder ? { ...after, lab: before.lab } : after);
}

export const labQuery = (lab: string) =>
  queryOptions({
    queryKey: ['lab', lab],
    queryFn: ({ signal }) => ask('lab', { params: { lab }, signal }),
    structuralSharing: keepNewer,
  });

/** The names in a folder of a terminal's machine, for completion: what cannot be listed completes nothing. */
export const folderQuery = (lab: string, terminal: string, folder: string) =>
  queryOptions({
    queryKey: ['folder', lab, terminal, folder],
    queryFn: ({ signal }) =>
      ask('folder', { params: { lab, terminal }, query: { path: folder }, signal, withinMs: 10_000 }),
    staleTime: 5_000,
    retry: false,
  });

export const attemptsQuery = queryOptions({
  queryKey: ['attempts'],
  queryFn: ({ signal }) => ask('attempts', { signal }),
});

/** Is a lab of the scenario kept ready? Only the socket writes it, while the page of the scenario is seen. */
export const readyQuery = (scenario: string) =>
  queryOptions<boolean>({
    queryKey: ['ready', scenario],
    queryFn: skipToken,
    initialData: false,
    staleTime: Infinity,
  });

/** The grading run that is going on in a lab; only the socket writes it. */
export const liveRunQuery = (lab: string) =>
  queryOptions<LiveRun | null>({
    queryKey: ['live-run', lab],
    queryFn: skipToken,
    initialData: null,
    staleTime: Infinity,
    gcTime: Infinity,
  });

/** A refusal does not change by asking again; a server that is away may come back. */
export function worthAnotherTry(failures: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
  return failures < 2;
}

export function createQueryClient(onSignedOut: () => void): QueryClient {
  const notice = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    defaultOptions: {
      queries: { staleTime: 20_000, retry: worthAnotherTry, networkMode: 'always' },
      mutations: { onError: notice, networkMode: 'always' },
    },
  });
}
