import type { CheckOf } from '#contract/scenario/checks.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip, podWords, quoted } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import type { ExecResult } from '#ports/machines.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Sight } from '../check-module.ts';
import { findReadyPod } from '../find-pods.ts';
import { notFound } from '../not-found.ts';

type Check = CheckOf<'exec'>;

/** A command of the author, run in a machine or a Pod: for facts that only a program inside can tell. */
export const exec: CheckModule<'exec', ExecResult> = {
  type: 'exec',
  deadlineMs: ({ timeout }) => milliseconds(timeout) + 10_000,

  expected({ expect }) {
    const words = [
      expect.exit === undefined ? undefined : `exit code ${expect.exit}`,
      expect.stdout && `the output ${matchWords(expect.stdout)}`,
      expect.stderr && `the error output ${matchWords(expect.stderr)}`,
    ];
    return words.filter((part) => part !== undefined).join(', ');
  },

  async observe(check, { machines, clusterApi, lab, signal }) {
    const command = clip(check.argv.join(' '), 160);
    if ('machine' in check.in) {
      const { machine, user = 'root' } = check.in;
      const options = { signal, user, timeoutMs: milliseconds(check.timeout) };
      const ran = await machines.exec(lab, machine, check.argv, options);
      return sight(check, ran, `on ${machine}, as ${user}: ${command}`);
    }
    const ref = check.in.pod;
    const pod = await findReadyPod(clusterApi, lab, ref, signal);
    if (pod.kind !== 'found') return notFound(pod, `in ${podWords(ref)}: ${command}`);
    const { namespace = ref.namespace, name } = pod.value.metadata;
    const probe = `in Pod ${namespace}/${name}: ${command}`;
    const target = { namespace, name, ...(ref.container !== undefined && { container: ref.container }) };
    const asked = await clusterApi.exec(lab, target, check.argv, signal);
    if (asked.kind === 'unknown') return unknown(asked.reason, probe);
    return asked.kind === 'found' ? sight(check, asked.value, probe) : unknown(`Pod ${name} has gone`, probe);
  },

  judge(check, ran) {
    const faults = faultsOf(check, ran);
    if (faults.length === 0) return { ok: true, found: 'as expected' };
    return { ok: false, found: faults.join('; ') };
  },
};

/** How a command ends that was killed, or told to end, as when its machine or Pod goes down. */
const cutOff = new Set([137, 143]);

/** A command that was cut off has not told what it would have told. */
function sight({ expect }: Check, ran: ExecResult, probe: string): Sight<ExecResult> {
  return cutOff.has(ran.exit) && expect.exit !== ran.exit
    ? unknown('the command was killed before it ended', probe)
    : seen(ran, probe);
}

function faultsOf({ expect }: Check, { exit, stdout, stderr }: ExecResult): string[] {
  const faults: string[] = [];
  if (expect.exit !== undefined && exit !== expect.exit) {
    const last = stderr.trim().split('\n').at(-1) ?? '';
    faults.push(`exit code ${exit}${last === '' ? '' : `: ${clip(last, 160)}`}`);
  }
  if (expect.stdout !== undefined && textFaults(expect.stdout, stdout).length > 0) {
    faults.push(`the output is ${quoted(stdout)}`);
  }
  if (expect.stderr !== undefined && textFaults(expect.stderr, stderr).length > 0) {
    faults.push(`the error output is ${quoted(stderr)}`);
  }
  return faults;
}
