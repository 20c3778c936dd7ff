import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip, quoted } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

type Package = Exclude<Answer<Extract<Question, { kind: 'package' }>>, { kind: 'unknown' }>;

/**
 * A Debian package: dpkg's record, read from outside, and the files that it says are there. A record that was edited by
 * hand neither installs a package nor removes it.
 */
export const nodePackage: CheckModule<'node.package', Package> = {
  type: 'node.package',
  deadlineMs: () => 20_000,

  expected({ name, installed, version, intact }) {
    if (!installed) return `the package ${name} is not installed`;
    const words = [
      version && `its version ${matchWords(version)}`,
      intact && 'its files are as it brought them',
    ].filter((part) => typeof part === 'string');
    return [`the package ${name} is installed`, ...words].join(', ');
  },

  async observe({ on, name, intact }, { observer, lab, signal }) {
    const probe = `on ${on}: dpkg --status ${name}${intact ? `; dpkg --verify ${name}` : ''}`;
    const answer = await observer.ask(lab, on, { kind: 'package', name, verify: intact }, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer, probe);
  },

  judge(check, answer) {
    const faults = check.installed ? presentFaults(check, answer) : absentFaults(answer);
    const plain = check.installed ? `installed, version ${answer.version ?? '?'}` : 'not installed';
    return { ok: faults.length === 0, found: faults.length === 0 ? plain : faults.join('; ') };
  },
};

function absentFaults({ installed, version, files }: Package): string[] {
  if (installed) return [`installed, version ${version ?? '?'}`];
  return files === 0 ? [] : [`${files} files of it are still there, although dpkg’s record is not`];
}

function presentFaults({ version, intact }: CheckOf<'node.package'>, answer: Package): string[] {
  if (!answer.installed) return ['not installed'];
  // Images leave out some of what packages bring, but never a program.
  const missing = intact ? answer.missing : answer.missing.filter((file) => /\/s?bin\//.test(file));
  const wrongVersion = version !== undefined && textFaults(version, answer.version ?? '').length > 0;
  return [
    ...(wrongVersion ? [`the version is ${quoted(answer.version ?? '')}`] : []),
    ...(missing.length > 0 ? [`not there: ${clip(missing.join(', '), 200)}`] : []),
    ...(intact && answer.altered.length > 0 ? [`changed: ${clip(answer.altered.join(', '), 200)}`] : []),
  ];
}
