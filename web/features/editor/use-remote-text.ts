import { useEffect, useEffectEvent, useState } from 'react';
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
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' });
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });

  const open = async (signal: AbortSignal): Promise<Opened | undefined> => {
    const params = { lab, terminal: subject.terminal };
    try {
      const { sha256, ...file } = await ask('openText', { params, query: { path: subject.path }, signal });
      return opened({ ...file, there: sha256 });
    } catch (error) {
      if (signal.aborted) return undefined;
      if (isAbsent(error)) return opened({ path: subject.path, text: '', there: 'absent', writable: true });
      setOpening({ kind: 'failed', problem: problemOf(error) });
      return undefined;
    }
  };
  const opened = (file: Opened): Opened => {
    setOpening({ kind: 'open', opened: file });
    setSaving({ kind: 'idle' });
    return file;
  };
  const first = useEffectEvent((signal: AbortSignal) => void open(signal));
  // Asks the machine, which is outside of React.
  useEffect(() => {
    const stop = new AbortController();
    first(stop.signal);
    return () => stop.abort();
  }, [subject.terminal, subject.path]);

  const save = async (text: string, expect: string): Promise<boolean> => {
    setSaving({ kind: 'saving' });
    const to = { lab, terminal: subject.terminal, path: subject.path };
    try {
      const signal = AbortSignal.timeout(60_000);
      const saved = await sendFile(to, new Blob([text]), { signal, ...(expect !== 'any' && { expect }) });
      opened({ path: saved.path, text, there: saved.sha256, writable: true });
      announce(`Saved ${saved.path}`);
      return true;
    } catch (error) {
      const changed = error instanceof ApiError && conflicts.has(error.problem.code);
      setSaving(changed ? { kind: 'conflict' } : { kind: 'failed', problem: problemOf(error) });
      return false;
    }
  };
  return {
    opening,
    saving,
    save,
    openAgain: () => open(AbortSignal.timeout(60_000)),
    dismiss: () => setSaving({ kind: 'idle' }),
  };
}

const conflicts: ReadonlySet<string> = new Set(['file.changed', 'file.exists']);
const isAbsent = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === 'file.not-found';
