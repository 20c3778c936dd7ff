import type { CheckOf } from '#contract/scenario/checks.ts';
import { sshdOptions } from '#domain/grading/sshd-options.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip, quoted } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene, Sight } from '../check-module.ts';

const program = '/usr/sbin/sshd';
const lookMs = 15_000;
/** How sshd ends when it does not like its files. */
const refuses = new Set([1, 255]);

/**
 * What sshd makes of its configuration for one user: defaults, included files and Match blocks counted in. Only sshd itself
 * knows that, so the machine's own is run, after its file was compared with the sum in its package. Who forges that sum too
 * gains the points of this check alone: what the running sshd does is for other checks to try.
 */
export const nodeSshd: CheckModule<'node.sshd', ReadonlyMap<string, string>> = {
  type: 'node.sshd',
  deadlineMs: () => lookMs + 20_000,

  expected({ options, user }) {
    const words = Object.entries(options).map(([name, match]) => `${name} ${matchWords(match)}`);
    return `sshd, for ${user}: ${words.join(', ')}`;
  },

  async observe(check, scene) {
    const { on, user } = check;
    const argv = [program, '-T', '-C', `user=${user},host=localhost,addr=127.0.0.1`];
    const probe = `on ${on}: ${argv.join(' ')}`;
    const foreign = await foreignProgram(check, scene, probe);
    if (foreign !== undefined) return foreign;
    const { exit, stdout, stderr } = await scene.machines.exec(scene.lab, on, argv, {
      signal: scene.signal,
      timeoutMs: lookMs,
    });
    if (exit === 0) return seen(sshdOptions(stdout), probe);
    const said = clip(stderr || stdout, 200);
    if (refuses.has(exit)) return missing(`sshd does not take its configuration: ${said}`, probe);
    return unknown(`sshd ended with ${exit}: ${said}`, probe);
  },

  judge({ options }, effective) {
    const faults = Object.entries(options).flatMap(([name, match]) => {
      const value = effective.get(name.toLowerCase());
      if (value === undefined) return [`${name} is not set`];
      return textFaults(match, value).length === 0 ? [] : [`${name} is ${quoted(value)}`];
    });
    return { ok: faults.length === 0, found: faults.length === 0 ? 'as expected' : faults.join(', ') };
  },
};

/** Why the machine's sshd is not to be asked, if it is not. */
async function foreignProgram(
  { on }: CheckOf<'node.sshd'>,
  { observer, lab, signal }: Scene,
  probe: string,
): Promise<Sight<never> | undefined> {
  const question = { kind: 'package', name: 'openssh-server', verify: true } as const;
  const own = await observer.ask(lab, on, question, signal);
  if (own.kind === 'unknown') return unknown(own.reason, probe);
  if (!own.installed || own.missing.includes(program)) return missing('no sshd is installed', probe);
  if (own.altered.includes(program)) return missing(`${program} is not the one of its package`, probe);
  return undefined;
}
