import { sentence } from './words.ts';
import css from './tags.module.css';

const names: Readonly<Record<string, string>> = {
  'cluster-setup': 'Cluster setup',
  'cluster-hardening': 'Cluster hardening',
  'system-hardening': 'System hardening',
  microservices: 'Microservices',
  'supply-chain': 'Supply chain',
  runtime: 'Runtime security',
};

/** The domains of the exam, in its own order. */
export const domainOrder: readonly string[] = Object.keys(names);

export function domainName(domain: string): string {
  return names[domain] ?? sentence(domain);
}

export function DomainTag({ domain }: { domain: string }) {
  return (
    <span className={css['domain']} data-domain={domain}>
      {domainName(domain)}
    </span>
  );
}
