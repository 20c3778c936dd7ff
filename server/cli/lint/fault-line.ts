import type { ScenarioFault } from '#contract/api.ts';
import { harmless } from '../print.ts';

/** A mistake on one line, as compilers write it, so that editors jump to the place. */
export function faultLine(fault: ScenarioFault, kind: 'error' | 'warning' = 'error'): string {
  const { file, line, column, field, message } = fault;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return harmless(`${place}: ${kind}: ${field === undefined ? '' : `${field}: `}${message}`);
}
