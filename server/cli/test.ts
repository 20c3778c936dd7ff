import type { Command } from 'commander';
import { execa } from 'execa';
import { fromRoot } from './places.ts';

export function addTest(program: Command): void {
  program
    .command('test')
    .description('everything that is tested: fast stages first, then images, real labs and a real browser')
    .option('--fast', 'only what needs neither engine nor browser')
    .option('--keep-going', 'go on to the slow stages when a fast one failed')
    .action(async (options: { fast?: true; keepGoing?: true }) => {
      const flags = [...(options.fast ? ['--fast'] : []), ...(options.keepGoing ? ['--keep-going'] : [])];
      const run = await execa(process.execPath, [fromRoot('scripts/test/main.ts'), ...flags], {
        cwd: fromRoot(),
        stdio: 'inherit',
        reject: false,
        // The runner hears the terminal's Ctrl-C itself and needs its time to clean up.
        forceKillAfterDelay: false,
      });
      process.exitCode = run.exitCode ?? 1;
    });
}
