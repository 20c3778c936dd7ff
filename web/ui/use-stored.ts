import { useState } from 'react';

/** A number of the view that outlives the page, kept in this browser. */
export function useStored(name: string, usual: number): [number, (next: number) => void] {
  const key = `cks-lab.${name}`;
  const [value, setValue] = useState(() => readNumber(key) ?? usual);
  const set = (next: number): void => {
    setValue(next);
    writeStored(key, String(next));
  };
  return [value, set];
}

function readNumber(key: string): number | undefined {
  const stored = readStored(key);
  const parsed = stored === null ? Number.NaN : Number(stored);
  return Number.isFinite(parsed) ? parsed : undefined;
}

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage may be forbidden; the usual value is then the only one.
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return; // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
