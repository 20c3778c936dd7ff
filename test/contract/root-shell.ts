import { expect } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import type { TrialLook } from './trial-look.ts';
import { type TrialWorld, unstopped } from './trial-world.ts';

/** What root types on a machine. It must succeed; returns what is printed. */
export type RootShell = (script: string) => Promise<string>;

export function rootShell(
  { machines }: Pick<TrialWorld, 'machines'>,
  lab: LabId,
  machine: string,
): RootShell {
  return async (script) => {
    const options = { signal: unstopped(), timeoutMs: 60_000, user: 'root' };
    const ran = await machines.exec(lab, machine, ['/usr/bin/bash', '-euc', script], options);
    expect(ran).toMatchObject({ exit: 0 });
    return ran.stdout;
  };
}

/** The verdicts of checks in one grading, which ends with them. */
export async function verdictsOf(
  { close, ...asked }: TrialLook,
  how: 'look' | 'once',
  checks: readonly Record<string, unknown>[],
): Promise<string[]> {
  const findings = await Promise.all(checks.map((check) => asked[how](check)));
  await close();
  return findings.map(({ verdict }) => verdict);
}
