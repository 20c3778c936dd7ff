import { ArrowDownToLine, ArrowUpFromLine, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import { bytes } from '../../ui/words.ts';
import css from './Files.module.css';
import type { Transfer, Transfers } from './transfers.ts';

/** Files on their way, and what became of them. */
export function TransferList({ transfers }: { transfers: Transfers }) {
  const rows = useSyncExternalStore(transfers.subscribe, transfers.rows);
  if (rows.length === 0) return null;
  return (
    <section className={css['list']} aria-label="Files on their way">
      <ul>
        {rows.map((row) => (
          <TransferRow key={row.id} row={row} transfers={transfers} />
        ))}
      </ul>
    </section>
  );
}

function TransferRow({ row, transfers }: { row: Transfer; transfers: Transfers }) {
  const { direction, name, state, file } = row;
  const Icon = direction === 'in' ? ArrowUpFromLine : ArrowDownToLine;
  const exists = state.kind === 'failed' && state.problem.code === 'file.exists' && direction === 'in';
  return (
    <li className={css['row']} data-state={state.kind}>
      <Icon size={14} aria-hidden="true" className={css['icon']} />
      <div className={css['what']}>
        <p className={css['name']}>{name}</p>
        {state.kind === 'running' ? <Running row={row} /> : null}
        {state.kind === 'done' ? (
          <p className={css['note']}>
            {direction === 'in'
              ? `On ${file.terminal}: ${state.path}`
              : `From ${file.terminal}: ${state.path}`}
          </p>
        ) : null}
        {state.kind === 'failed' ? (
          <p className={css['note']}>
            <Ticked text={`${state.problem.message} ${state.problem.remedy}`} />
          </p>
        ) : null}
        {exists ? (
          <Button small onClick={() => transfers.replace(row.id)}>
            Replace it
          </Button>
        ) : null}
      </div>
      <IconButton
        label={state.kind === 'running' ? `Cancel ${name}` : `Dismiss ${name}`}
        onClick={() => transfers.dismiss(row.id)}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function Running({ row }: { row: Transfer }) {
  const of = row.of === undefined || row.of === 0 ? undefined : row.of;
  return (
    <>
      <progress
        className={css['progress']}
        aria-label={`${row.name}: how far`}
        {...(of === undefined ? {} : { value: row.bytes, max: of })}
      />
      <p className={css['note']}>
        {of === undefined ? bytes(row.bytes) : `${bytes(row.bytes)} of ${bytes(of)}`}
        {row.into === undefined ? '' : `, ${row.into}`}
      </p>
    </>
  );
}
