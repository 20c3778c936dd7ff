import type { ReactNode } from 'react';
import css from './Settings.module.css';

/** A setting: what it is called, what changes it, and its value where that does not say it. */
export function Row({ label, value, children }: { label: string; value?: string; children: ReactNode }) {
  return (
    <div className={css['row']}>
      <span>{label}</span>
      {children}
      {value === undefined ? null : <output>{value}</output>}
    </div>
  );
}

export function Check({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={css['check']}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {note === undefined ? null : <small>{note}</small>}
      </span>
    </label>
  );
}
