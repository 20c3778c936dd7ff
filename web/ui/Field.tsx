import { type ReactNode, useId } from 'react';
import css from './Field.module.css';

/** A control with its name above it. */
export function Field({ label, note, children }: { label: string; note?: ReactNode; children: ReactNode }) {
  return (
    // The control is inside, whatever it is.
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control
    <label className={css['field']}>
      <span>{label}</span>
      {children}
      {note === undefined ? null : <small className={css['note']}>{note}</small>}
    </label>
  );
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

export function SelectField({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A path on a machine; the browser completes it from `names`. */
export function PathField({
  label,
  value,
  names,
  onChange,
  note,
  focusFirst = false,
  hideLabel = false,
}: {
  label: string;
  value: string;
  names: readonly string[];
  onChange: (value: string) => void;
  note?: ReactNode;
  focusFirst?: boolean;
  hideLabel?: boolean;
}) {
  const list = useId();
  const control = (
    <>
      <input
        data-mono
        // Opened by a key or a button whose only purpose is to write a path.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={focusFirst}
        aria-label={hideLabel ? label : undefined}
        value={value}
        list={list}
        placeholder="~/notes.txt or /etc/hosts"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
  if (hideLabel) return control;
  return (
    <Field label={label} note={note}>
      {control}
    </Field>
  );
}
