import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { readAnswer } from '../../grading/answers.ts';
import { isGroup, leafChecks } from '../checks-of.ts';
import { milliseconds } from '../duration.ts';
import type { Law, LawFault } from './law.ts';

function refusal(check: LeafCheck): boolean {
  if (check.type === 'net.connect') return check.expect !== 'open' && check.control === undefined;
  return check.type === 'net.tls' && check.expect.handshake === 'refused';
}

function success(check: LeafCheck): boolean {
  if (check.type === 'net.connect') return check.expect === 'open';
  if (check.type === 'net.tls') return check.expect.handshake === 'accepted';
  return check.type === 'net.http';
}

/** That something is closed proves nothing while everything is: a probe that must get through stands beside it. */
export const refusalsHaveATwin: Law = (scenario) => {
  const checks = leafChecks(scenario);
  if (checks.some(({ check, role }) => role !== 'wait' && success(check))) return [];
  return checks.flatMap(({ check, path }) =>
    refusal(check)
      ? [{ path: [...path, 'expect'], message: 'a refused probe needs one that must get through beside it' }]
      : [],
  );
};

const denials = [
  {
    denies: (check: LeafCheck) => (check.type === 'k8s.can' ? check.expect === 'deny' : undefined),
    message: 'a denied request needs one that is allowed beside it',
  },
  {
    denies: (check: LeafCheck) => (check.type === 'k8s.admission' ? check.expect === 'reject' : undefined),
    message: 'a rejected object needs one that is accepted beside it',
  },
  {
    denies: (check: LeafCheck) => (check.type === 'signature' ? check.expect === 'invalid' : undefined),
    message: 'an image without a signature needs one with it beside it',
  },
];

/** Nobody may do anything once everything is deleted: what is denied stands beside something that is allowed. */
export const denialsHaveATwin: Law = (scenario) =>
  denials.flatMap(({ denies, message }) => twinless(scenario, denies, message));

/** `denies` tells whether a check of the kind wants a denial; undefined for checks of other kinds. */
function twinless(
  scenario: Scenario,
  denies: (check: LeafCheck) => boolean | undefined,
  message: string,
): LawFault[] {
  const checks = leafChecks(scenario);
  if (checks.some(({ check, role }) => role !== 'wait' && denies(check) === false)) return [];
  return checks.flatMap(({ check, path }) =>
    denies(check) === true ? [{ path: [...path, 'expect'], message }] : [],
  );
}

/** Points and gates belong to the checks of a task: not to guards, waits or parts of groups. */
export const onlyTaskChecksCarryPoints: Law = (scenario) =>
  leafChecks(scenario).flatMap(({ check, path, role }) =>
    role !== 'check' && (check.points !== undefined || check.gate === true)
      ? [{ path, message: `${check.id} is a ${role} and carries neither points nor a gate` }]
      : [],
  );

/** A check that asks nothing, or asks something of what must not be there, is a mistake. */
export const checksAskSomething: Law = (scenario) =>
  leafChecks(scenario).flatMap(({ check, path }) => {
    const message = emptiness(check) ?? timing(check);
    return message === undefined ? [] : [{ path, message }];
  });

function timing(check: LeafCheck): string | undefined {
  const { retry } = check;
  if (retry?.stable === undefined || milliseconds(retry.stable) <= milliseconds(retry.for)) return undefined;
  return 'stable is longer than the whole retry';
}

function emptiness(check: LeafCheck): string | undefined {
  if ((check.type === 'k8s.object' || check.type === 'node.file') && !check.exists) {
    return check.expect === undefined
      ? undefined
      : 'what must not exist cannot be expected to hold something';
  }
  if (check.type === 'node.file' && check.expect !== undefined && check.parse === undefined) {
    return 'say how to parse the file';
  }
  if (check.type === 'net.listen' && (check.absent ?? check.present ?? check.loopbackOnly) === undefined) {
    return 'name at least one port';
  }
  if (check.type === 'k8s.can' && check.via === 'token' && 'user' in check.as) {
    return 'nobody can make a token of a user; name a serviceAccount';
  }
  if (check.type === 'etcd.value') return etcdEmptiness(check);
  if (check.type === 'k8s.admission') return admissionEmptiness(check);
  if (check.type === 'exec' && Object.keys(check.expect).length === 0) {
    return 'expect an exit code or some output';
  }
  if (check.type === 'answer') return answerEmptiness(check);
  return check.type === 'net.tls' ? tlsEmptiness(check) : undefined;
}

function answerEmptiness(check: Extract<LeafCheck, { type: 'answer' }>): string | undefined {
  const right = [check.equals ?? [], check.equalsOneOf ?? []].flat();
  if (right.length === 0 && check.matches === undefined) return 'say what the answer equals or matches';
  if (Array.isArray(check.equals) && check.as !== 'set' && check.as !== 'lines') {
    return 'only a set and lines equal a list; use equalsOneOf for several spellings';
  }
  const wrong = right.find((text) => !text.includes('{{') && readAnswer(check.as, text) === undefined);
  return wrong === undefined ? undefined : `${JSON.stringify(wrong)} is no ${check.as}`;
}

function etcdEmptiness(check: Extract<LeafCheck, { type: 'etcd.value' }>): string | undefined {
  const { key, everyKeyUnder, provider, keyName, notContains } = check;
  if ((key === undefined) === (everyKeyUnder === undefined))
    return 'name exactly one of key or everyKeyUnder';
  return (provider ?? keyName ?? notContains[0]) === undefined
    ? 'say with what the values are encrypted, or what they do not contain'
    : undefined;
}

function admissionEmptiness({
  expect,
  message,
  result,
}: Extract<LeafCheck, { type: 'k8s.admission' }>): string | undefined {
  if (expect === 'accept') return message === undefined ? undefined : 'only a rejection has a message';
  return result === undefined ? undefined : 'a rejected object has no result';
}

function tlsEmptiness({ expect, ca, send }: Extract<LeafCheck, { type: 'net.tls' }>): string | undefined {
  if (expect.chain !== undefined && ca === undefined) return 'a chain is verified against a ca';
  const both = expect.accepts?.filter((version) => expect.rejects?.includes(version)) ?? [];
  if (both.length > 0) return `TLS ${both.join(', ')} cannot be both accepted and refused`;
  // In TLS 1.3 a server judges the client's certificate after the handshake: only data shows the outcome.
  const asksForOutcome = expect.handshake === 'refused' || (expect.clientCert ?? 'none') !== 'none';
  return asksForOutcome && send === undefined ? 'say what to send' : undefined;
}

/** A group of one is a check with a longer name. */
export const groupsHaveTwoParts: Law = (scenario: Scenario) =>
  scenario.tasks.flatMap((task, t) =>
    task.checks.flatMap((check, c): LawFault[] => {
      if (!isGroup(check)) return [];
      const parts = check.allOf ?? check.anyOf;
      return parts?.length === 1
        ? [
            {
              path: ['tasks', t, 'checks', c],
              message: `group ${check.id} has one part; write the check alone`,
            },
          ]
        : [];
    }),
  );
