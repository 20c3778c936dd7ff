import type { ScenarioFault } from '#contract/api.ts';
import { Notice } from '../../ui/Notice.tsx';
import { count } from '../../ui/words.ts';
import css from './CataloguePage.module.css';

/** Files of a pack that could not be read, for whoever writes them. */
export function FaultList({ faults }: { faults: readonly ScenarioFault[] }) {
  if (faults.length === 0) return null;
  const files = new Set(faults.map((fault) => fault.file)).size;
  return (
    <Notice
      tone="warn"
      title={`${count(files, 'scenario file')} ${files === 1 ? 'has a mistake, so what it describes' : 'have mistakes, so what they describe'} is missing here`}
    >
      <details>
        <summary>What is wrong</summary>
        <ul className={css['faults']}>
          {faults.map((fault) => (
            <li key={`${fault.file}:${fault.line}:${fault.column}:${fault.field}:${fault.message}`}>
              <code>{[fault.file, fault.line, fault.column].filter((x) => x !== undefined).join(':')}</code>{' '}
              {fault.field === undefined ? '' : `${fault.field}: `}
              {fault.message}
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}
