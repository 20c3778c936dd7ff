import type { z } from 'zod';
import type { LabView } from '#contract/lab.ts';
import type { OpenService } from '#contract/services.ts';

/** What stands in the fields of the dialog. */
export interface Asked {
  readonly kind: 'machine' | 'service' | 'pod';
  readonly machine: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
}

/** The request that the fields make; the contract says whether it is one. */
export function requestOf(asked: Asked): z.input<typeof OpenService> {
  const { kind, machine, namespace, name, scheme, host } = asked;
  const port = Number(asked.port);
  const trimmed = { namespace: namespace.trim(), name: name.trim() };
  return {
    target: kind === 'machine' ? { kind, machine, port } : { kind, ...trimmed, port },
    scheme,
    ...(host.trim() !== '' && { host: host.trim() }),
  };
}

/** Every machine that has a terminal, once. */
export const machinesIn = (lab: LabView): string[] => [
  ...new Set(lab.terminals.map(({ machine }) => machine)),
];

export function targetWords({ kind, machine, namespace, name, port }: Asked): string {
  if (kind === 'machine') return `Port ${port} of ${machine}`;
  return `Port ${port} of the ${kind === 'pod' ? 'Pod' : 'Service'} ${namespace}/${name}`;
}
