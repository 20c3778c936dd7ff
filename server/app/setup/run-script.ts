import { randomBytes } from 'node:crypto';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import type { Machines } from '#ports/machines.ts';
import { userOf } from './owner.ts';

/** A script of a scenario, and as whom it runs where. */
export interface ScriptRun {
  readonly lab: LabId;
  readonly on: string;
  readonly user: string;
  /** How the script is called in messages. */
  readonly name: string;
  readonly text: string;
  readonly vars: Vars;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const tidyMs = 10_000;
const tailLines = 12;

/**
 * Runs a bash script in a machine. The values of the attempt are in its environment as `VAR_<name>`. The file can be read by
 * that user alone and is removed afterwards, whatever happens.
 * @throws Fault `runtime.failed` when it ends with another code than 0, and what `Machines` throws.
 */
export async function runScript(machines: Machines, run: ScriptRun): Promise<void> {
  const { lab, on, user, vars, signal, timeoutMs } = run;
  const owner = await userOf(machines, { lab, on, user, signal });
  const path = `/run/cks-lab-${randomBytes(8).toString('hex')}.sh`;
  const env = Object.fromEntries(Object.entries(vars).map(([name, value]) => [`VAR_${name}`, value]));
  try {
    await machines.put(lab, on, [{ path, content: run.text, mode: '0400', ...owner }], signal);
    const argv = ['/bin/bash', path];
    const { exit, stdout, stderr } = await machines.exec(lab, on, argv, { signal, timeoutMs, user, env });
    if (exit === 0) return;
    throw new Fault('runtime.failed', `${run.name} ended with ${exit} on ${on}.`, {
      remedy: 'The scenario or the machine is broken. The last lines of the script say where.',
      tail: `${stdout}\n${stderr}`.trim().split('\n').slice(-tailLines).join('\n'),
    });
  } finally {
    await machines.exec(lab, on, ['/bin/rm', '-f', path], {
      signal: AbortSignal.timeout(tidyMs),
      timeoutMs: tidyMs,
    });
  }
}
