import { z } from 'zod';
import { parseAs } from '#domain/grading/parse-as.ts';
import { clip } from '#domain/grading/words.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

const Said = z.strictObject({ pass: z.boolean(), observed: z.string() });
type Said = z.infer<typeof Said>;

const program = '/usr/bin/bash';
/** -p: nothing that the environment holds is run or taken in. */
const argv = [program, '--noprofile', '--norc', '-p', '-s'];

/**
 * A script of the author, for what no other check can tell. It reaches the machine through the standard input of bash, so
 * that it lies on no disk and in no list of processes. That bash and the programs that its words name are still the image's own is
 * seen to before it runs.
 */
export const script: CheckModule<'script', Said> = {
  type: 'script',
  deadlineMs: ({ timeout }) => milliseconds(timeout) + 25_000,

  expected({ title }) {
    return title;
  },

  async observe({ on, run, timeout }, scene) {
    const probe = `on ${on}: a script of the scenario, ${run}`;
    const { machines, lab, vars, signal } = scene;
    const values = Object.entries(vars).map(([name, value]) => [`VAR_${name}`, value]);
    const { exit, stdout, stderr } = await machines.exec(lab, on, argv, {
      signal,
      timeoutMs: milliseconds(timeout),
      stdin: asOneCommand(await scene.file(run)),
      env: Object.fromEntries(values),
    });
    if (exit !== 0) return unknown(`the script ended with ${exit}: ${clip(stderr || stdout, 200)}`, probe);
    const { value } = { value: undefined, ...parseAs('json', stdout) };
    const said = Said.safeParse(value);
    return said.success
      ? seen(said.data, probe)
      : unknown(`the script gave no verdict but ${clip(stdout, 120)}`, probe);
  },

  judge(_check, { pass, observed }) {
    return { ok: pass, found: observed };
  },
};

/** Read whole before any of it runs: a program that reads its input would else eat the rest of the script. */
function asOneCommand(text: string): string {
  return `{\n${text}\n} </dev/null\n`;
}
