import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Problem } from '#contract/lab.ts';
import { ApiError, ask, problemOf } from '../../api/client.ts';
import { sendFile } from '../../api/transfer.ts';
import { announce } from '../../ui/Announcer.tsx';
import type { EditorSubject } from './editor-files.ts';

/** A text as the machine last gave or took it. */
export interface Opened {
  readonly path: string;
  readonly text: string;
  /** What the machine has now, as far as is known: `absent`, or `sha256:…`. */
  readonly there: string;
  readonly writable: boolean;
}

export type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'open'; readonly opened: Opened };

export type Saving =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Somebody else has written the file since it was opened. */
  | { readonly kind: 'conflict' };

/** A text file of a lab: opened once, saved against what was there, opened again on request. */
export function useRemoteText(lab: string, subject: EditorSubject) {
  const cache = useQueryClient();
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const queryKey = ['text', lab, subject.terminal, subject.path];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => openText(lab, subject, signal),
    // Opened again only when the reader asks: what is written here must not be replaced by itself.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });

  const openAgain = async (): Promise<Opened | undefined> => {
    const { data, error } = await query.refetch();
    setSaving(error === null ? { kind: 'idle' } : { kind: 'failed', problem: problemOf(error) });
    return error === null ? data : undefined;
  };
  const save = async (text: string, expect: string): Promise<boolean> => {
    setSaving({ kind: 'saving' });
    const to = { lab, terminal: subject.terminal, path: subject.path };
    try {
      const signal = AbortSignal.timeout(60_000);
      const saved = await sendFile(to, new Blob([text]), { signal, ...(expect !== 'any' && { expect }) });
      const opened: Opened = { path: saved.path, text, there: saved.sha256, writable: true };
      cache.setQueryData(queryKey, opened);
      setSaving({ kind: 'idle' });
      announce(`Saved ${saved.path}`);
      return true;
    } catch (error) {
      const changed = error instanceof ApiError && conflicts.has(error.problem.code);
      setSaving(changed ? { kind: 'conflict' } : { kind: 'failed', problem: problemOf(error) });
      return false;
    }
  };
  const opening: Opening =
    query.data !== undefined
      ? { kind: 'open', opened: query.data }
      : query.isError && !query.isFetching
        ? { kind: 'failed', problem: problemOf(query.error) }
        : { kind: 'opening' };
  return { opening, saving, save, openAgain, dismiss: () => setSaving({ kind: 'idle' }) };
}

/** The text that is there, or an empty one that is not there yet. */
async function openText(
  lab: string,
  { terminal, path }: EditorSubject,
  signal: AbortSignal,
): Promise<Opened> {
  try {
    const { sha256, ...file } = await ask('openText', { params: { lab, terminal }, query: { path }, signal });
    return { ...file, there: sha256 };
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return { path, text: '', there: 'absent', writable: true };
  }
}

const conflicts: ReadonlySet<string> = new Set(['file.changed', 'file.exists']);
const isAbsent = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === 'file.not-found';
