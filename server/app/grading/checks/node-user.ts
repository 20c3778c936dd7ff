import { accountOf, canLogIn } from '#domain/grading/accounts.ts';
import type { Account } from '#domain/grading/accounts.ts';
import { sudoRules } from '#domain/grading/sudoers.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip, listed } from '#domain/grading/words.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';
import { readSudoers } from '../read-sudoers.ts';
import { textOf } from '../whole-text.ts';

type Check = CheckOf<'node.user'>;

interface User {
  readonly account: Account;
  readonly logsIn: boolean;
  readonly sudo: readonly string[];
}

const maxBytes = 512 * 1024;
const dayMs = 86_400_000;

/** A user of a machine, from its own files: the programs that would tell the same are not asked. */
export const nodeUser: CheckModule<'node.user', User | undefined> = {
  type: 'node.user',
  deadlineMs: () => 30_000,

  expected({ name, exists, inGroups = [], notInGroups = [], login, sudo }) {
    if (!exists) return `there is no user ${name}`;
    const words = [
      inGroups.length > 0 && `is in ${listed(inGroups)}`,
      notInGroups.length > 0 && `is not in ${listed(notInGroups)}`,
      login !== undefined && (login ? 'can log in' : 'cannot log in'),
      sudo !== undefined && `the list of what sudo allows ${matchWords(sudo)}`,
    ].filter((part) => part !== false);
    return `the user ${name} ${words.length === 0 ? 'exists' : words.join(', ')}`;
  },

  async observe({ on, name, sudo }, scene) {
    const probe = `on ${on}: id ${name}; getent passwd ${name}${sudo === undefined ? '' : `; sudo -l -U ${name}`}`;
    const files = await accountFiles(scene, on);
    if (files.kind !== 'found') return unknown(files.kind === 'unknown' ? files.reason : files.found, probe);
    const account = accountOf(name, files.value);
    if (account === undefined) return seen(undefined, probe);
    const logsIn = canLogIn(account, Math.floor(scene.clock.now() / dayMs));
    if (sudo === undefined) return seen({ account, logsIn, sudo: [] }, probe);
    const rules = await readSudoers(scene, on);
    if (rules.kind !== 'found') return unknown(rules.kind === 'unknown' ? rules.reason : rules.found, probe);
    return seen({ account, logsIn, sudo: sudoRules(rules.value, account) }, probe);
  },

  judge(check, user) {
    if (user === undefined) return { ok: !check.exists, found: `there is no user ${check.name}` };
    if (!check.exists) return { ok: false, found: `there is a user ${check.name}` };
    const faults = faultsOf(check, user);
    return { ok: faults.length === 0, found: faults.length === 0 ? 'as expected' : faults.join('; ') };
  },
};

function faultsOf({ inGroups = [], notInGroups = [], login, sudo }: Check, user: User): string[] {
  const { groups, shell } = user.account;
  const lacks = inGroups.filter((group) => !groups.includes(group));
  const has = notInGroups.filter((group) => groups.includes(group));
  const rules = user.sudo.join('\n');
  return [
    ...(lacks.length > 0 ? [`not in ${listed(lacks)}`] : []),
    ...(has.length > 0 ? [`in ${listed(has)}`] : []),
    ...(login === undefined || login === user.logsIn
      ? []
      : [
          user.logsIn
            ? `can log in, with the shell ${shell}`
            : `cannot log in: the shell is ${shell}, or the account has ended`,
        ]),
    ...(sudo === undefined || textFaults(sudo, rules).length === 0
      ? []
      : [rules === '' ? 'sudo allows nothing' : `sudo allows ${clip(user.sudo.join('; '), 300)}`]),
  ];
}

async function accountFiles({ observer, lab, signal }: Scene, on: string) {
  const texts: string[] = [];
  for (const path of ['/etc/passwd', '/etc/group', '/etc/shadow']) {
    const file = await observer.ask(lab, on, { kind: 'file', path, maxBytes }, signal);
    if (file.kind === 'unknown') return cannotTell(file.reason);
    const text = textOf(file);
    // Behind what was read could stand whoever is asked about.
    if (text === undefined) return cannotTell(`${path} is too large or is no text`);
    texts.push(text);
  }
  const [passwd = '', group = '', shadow = ''] = texts;
  const whole: Found<{ passwd: string; group: string; shadow: string }> = found({ passwd, group, shadow });
  return whole;
}
