import { MachineColour } from '#contract/lab.ts';

/**
 * Gives each machine of a lab the colour by which its tabs and its prompt are known. `machines` are those of `machinesOf`: the
 * workstation comes first and is always green. With more machines than colours, colours come again; an unknown machine has the
 * first.
 */
export function machineColours(machines: readonly string[]): (machine: string) => MachineColour {
  const all = MachineColour.options;
  return (machine) => all[Math.max(0, machines.indexOf(machine)) % all.length] ?? 'green';
}
