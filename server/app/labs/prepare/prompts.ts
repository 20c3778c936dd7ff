import type { MachineColour } from '#contract/lab.ts';
import { machineColours } from '#domain/lab/machine-colours.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import type { FileToPut } from '#ports/machines.ts';
import type { Action } from './action.ts';

/** SGR parameters, see ECMA-48 8.3.117. */
const sgr: Readonly<Record<MachineColour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};

/**
 * Shows in the prompt of every node and host which machine it is, in the colour of its tab. One file for login shells, as
 * `/etc/profile` reads them; graders and benchmarks look at none of those. The workstation's prompt is in its image.
 */
export const prompts: Action = async ({ machines }, { lab, loaded, signal }) => {
  const all = machinesOf(loaded.scenario.environment);
  const colourOf = machineColours(all);
  await Promise.all(
    all
      .filter((machine) => machine !== 'workstation')
      .map((machine) => machines.put(lab.id, machine, [promptFile(machine, colourOf(machine))], signal)),
  );
};

/** The name is that of the lab: a node's own host name is longer. */
export function promptFile(machine: string, colour: MachineColour): FileToPut {
  const prompt = `\\[\\e[1;${sgr[colour]}m\\]\\u@${machine}\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]\\$ `;
  const content = [
    '# Says in the prompt which machine of the lab this is.',
    'case $- in *i*)',
    '  # At the first prompt, since ~/.bashrc comes after this file and may have one of its own.',
    `  [ -z "\${BASH_VERSION:-}" ] || PROMPT_COMMAND='PS1="${prompt}"; unset PROMPT_COMMAND'`,
    '  ;;',
    'esac',
    '',
  ].join('\n');
  return { path: '/etc/profile.d/lab-prompt.sh', content, mode: '0644', uid: 0, gid: 0 };
}
