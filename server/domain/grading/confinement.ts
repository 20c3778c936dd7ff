import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { matchWords, textFaults } from './text-match.ts';
import { listed, quoted } from './words.ts';

type Wanted = CheckOf<'proc.status'>['expect'];

/** How the kernel holds one process. */
export type Confined = Exclude<
  Answer<Extract<Question, { kind: 'confinement' }>>,
  { kind: 'unknown' }
>['processes'][number];

const seccomp = ['no seccomp', 'strict seccomp', 'a seccomp filter'];

/** What is asked of a process, in words. */
export function confinementWords(wanted: Wanted): string {
  return listed(rulesOf(wanted).map(({ say }) => say));
}

/** What of it does not hold, in words. */
export function confinementFaults(wanted: Wanted, process: Confined): string[] {
  return rulesOf(wanted).flatMap(({ fault }) => fault(process) ?? []);
}

interface Rule {
  readonly say: string;
  readonly fault: (process: Confined) => string | undefined;
}

function rulesOf(wanted: Wanted): Rule[] {
  const { apparmor, capsSubsetOf, uid } = wanted;
  const rules: (Rule | undefined)[] = [
    wanted.seccomp === undefined
      ? undefined
      : rule(seccomp[wanted.seccomp] ?? '', (p) =>
          p.seccomp === wanted.seccomp ? undefined : (seccomp[p.seccomp] ?? '?'),
        ),
    flag(wanted.noNewPrivs, 'no new privileges', 'may gain privileges', (p) => p.noNewPrivs),
    flag(wanted.root, 'user 0', 'a user other than 0', (p) => p.uid === 0),
    uid === undefined ? undefined : rule(`user ${uid}`, (p) => (p.uid === uid ? undefined : `user ${p.uid}`)),
    capsSubsetOf === undefined ? undefined : capabilityRule(capsSubsetOf),
    apparmor === undefined
      ? undefined
      : rule(`an AppArmor profile that ${matchWords(apparmor)}`, ({ apparmor: profile = '' }) =>
          textFaults(apparmor, profile).length === 0
            ? undefined
            : `the AppArmor profile is ${quoted(profile)}`,
        ),
    flag(wanted.ownUserNs, 'users of its own', 'the users of the machine', (p) => p.ownUserNs),
    flag(wanted.rootReadOnly, 'a read-only root', 'a root that can be written to', (p) => p.rootReadOnly),
  ];
  return rules.filter((one) => one !== undefined);
}

const rule = (say: string, fault: Rule['fault']): Rule => ({ say, fault });

function flag(
  wanted: boolean | undefined,
  yes: string,
  no: string,
  holds: (process: Confined) => boolean,
): Rule | undefined {
  if (wanted === undefined) return undefined;
  return rule(wanted ? yes : no, (process) => (holds(process) === wanted ? undefined : wanted ? no : yes));
}

function capabilityRule(allowed: readonly string[]): Rule {
  const say = allowed.length === 0 ? 'no capabilities' : `no capabilities beyond ${listed(allowed)}`;
  return rule(say, ({ caps }) => {
    const beyond = caps.filter((cap) => !allowed.includes(cap));
    return beyond.length === 0 ? undefined : `capabilities ${listed(beyond)}`;
  });
}
