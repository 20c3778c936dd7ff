import { sshdOptions } from '#domain/grading/sshd-options.ts';
import { matchWords, textFaults } from '#domain/grading/text-match.ts';
import { clip, quoted } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

const program = '/usr/sbin/sshd';
const lookMs = 15_000;
/** How sshd ends when it does not like its files. */
const refuses = new Set([1, 255]);

/**
 * What sshd makes of its configuration for one user: defaults, included files and Match blocks counted in. Only sshd itself
 * knows that, so the machine's own is run, which is not done once its file is another than in the image. What the running
 * sshd does is for other checks to try: it may have been started before the files were changed.
 */
export const nodeSshd: CheckModule<'node.sshd', ReadonlyMap<string, string>> = {
  type: 'node.sshd',
  deadlineMs: () => lookMs + 20_000,

  expected({ options, user }) {
    const words = Object.entries(options).map(([name, match]) => `${name} ${matchWords(match)}`);
    return `sshd, for ${user}: ${words.join(', ')}`;
  },

  async observe({ on, user }, scene) {
    const argv = [program, '-T', '-C', `user=${user},host=localhost,addr=127.0.0.1`];
    const probe = `on ${on}: ${argv.join(' ')}`;
    const { observer, machines, lab, signal } = scene;
    const own = await observer.ask(
      lab,
      on,
      { kind: 'package', name: 'openssh-server', verify: false },
      signal,
    );
    if (own.kind === 'unknown') return unknown(own.reason, probe);
    if (!own.installed) return missing('no sshd is installed', probe);
    const { exit, stdout, stderr } = await machines.exec(lab, on, argv, { signal, timeoutMs: lookMs });
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
