import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import css from './Button.module.css';
import { cx } from './cx.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Common {
  look?: Look;
  small?: boolean;
  /** Work that the button began is still going on. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({
  look = 'plain',
  small = false,
  busy = false,
  icon,
  children,
  className,
  disabled,
  ...rest
}: ComponentProps<'button'> & Common) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
      className={cx(css['button'], css[look], small && css['small'], busy && css['busy'], className)}
    >
      {busy ? <span className={css['spinner']} aria-hidden="true" /> : null}
      {icon}
      {children}
    </button>
  );
}

export function LinkButton({
  look = 'plain',
  small = false,
  icon,
  children,
  to,
}: Omit<Common, 'busy'> & { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={cx(css['button'], css[look], small && css['small'])}>
      {icon}
      {children}
    </Link>
  );
}

/** A button that is only an icon: its label is its accessible name and its tooltip. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={cx(css['icon'], className)}>
      {children}
    </button>
  );
}
