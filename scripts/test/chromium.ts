import { existsSync } from 'node:fs';
import { runProgram } from './run-program.ts';
import type { StageRun } from './stage.ts';

const installMs = 600_000;

const browser = (): string => process.env['CKSLAB_CHROMIUM'] ?? '/usr/bin/chromium';

/** Installs the browser where we may; otherwise says why the stage cannot run. */
export async function missingChromium(run: StageRun): Promise<string | undefined> {
  if (existsSync(browser())) return undefined;
  const mayInstall =
    process.env['CKSLAB_CHROMIUM'] === undefined &&
    existsSync('/etc/debian_version') &&
    process.getuid?.() === 0;
  if (!mayInstall) return `there is no browser at ${browser()}; install Chromium or set CKSLAB_CHROMIUM`;
  run.tell('… installing Chromium');
  const apt = { ...run, env: { ...run.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const updated = await runProgram(['apt-get', '-q', 'update'], installMs, apt);
  const packages = ['chromium', 'fonts-dejavu-core'];
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages] as const;
  if (updated !== 0 || (await runProgram(['apt-get', ...install], installMs, apt)) !== 0) {
    throw new Error('apt-get could not install Chromium');
  }
  return undefined;
}
