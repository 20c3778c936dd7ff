import type { Command } from 'commander';
import pc from 'picocolors';
import { interruptSignal } from './interrupt.ts';
import { type Finding, kernelFindings, machineFindings } from './machine-findings.ts';
import { print } from './print.ts';
import { readSettings } from './settings.ts';
import { toolFindings } from './tool-findings.ts';

const marks = { ok: pc.green('✓'), warn: pc.yellow('!'), bad: pc.red('✗') };

export function printFinding({ mark, fact, remedy }: Finding): void {
  print(`${marks[mark]} ${fact}`);
  if (remedy !== undefined && mark !== 'ok') print(`  → ${remedy}`);
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine has and lacks for labs, and what to do about it')
    .action(async () => {
      const config = readSettings();
      const signal = interruptSignal();
      const findings = [
        ...(await toolFindings(config, signal)),
        ...(await machineFindings(config)),
        ...(await kernelFindings(config)),
      ];
      for (const finding of findings) printFinding(finding);
      if (findings.some((finding) => finding.mark === 'bad')) process.exitCode = 1;
    });
}
