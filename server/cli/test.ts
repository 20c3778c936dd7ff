import type { Command } from 'commander';
import { execa } from 'execa';
import { fromRoot } from './places.ts';

export function addTest(program: Command): void {
  program
    .command('test')
    .description('everything that is tested: fast stages first, then images, real labs and a real browser')
    .option('--fast', 'only what needs neither engine nor browser')
    .option('--keep-going', 'go on to the slow stages when a fast one failed')
    .option('--only <stages...>', 'only these stages, and those that they need')
    .action(async (options: { fast?: true; keepGoing?: true; only?: string[] }) => {
      const flags = [
        ...(options.fast ? ['--fast'] : []),
        ...(options.keepGoing ? ['--keep-going'] : []),
        ...(options.only ?? []).map((stage) => `--only=${stage}`),
      ];
      process.exitCode = await runTests(flags);
    });
}

async function runTests(flags: readonly string[]): Promise<number> {
  const run = execa(process.execPath, [fromRoot('scripts/test/main.ts'), ...flags], {
    cwd: fromRoot(),
    stdio: 'inherit',
    reject: false,
  });
  // The terminal's Ctrl-C reaches the tests by itself. This process waits until they have cleaned up.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => run.kill('SIGTERM'));
  return (await run).exitCode ?? 1;
}
