import { setTimeout as delay } from 'node:timers/promises';
import type { ExecResult } from '#ports/machines.ts';
import type { Program, ProgramCall } from './machines-world.ts';

const said = (stdout: string): ExecResult => ({ exit: 0, stdout, stderr: '' });

function cat(call: ProgramCall): ExecResult {
  const paths = call.argv.slice(1);
  if (paths.length === 0) return said(call.stdin);
  const missing = paths.filter((path) => !call.machine.files.has(path));
  const contents = paths.map((path) => call.machine.files.get(path)?.content.toString('utf8') ?? '');
  return {
    exit: missing.length === 0 ? 0 : 1,
    stdout: contents.join(''),
    stderr: missing.map((path) => `cat: ${path}: No such file or directory\n`).join(''),
  };
}

function stat(call: ProgramCall): ExecResult {
  const file = call.machine.files.get(call.argv.at(-1) ?? '');
  if (file === undefined) return { exit: 1, stdout: '', stderr: 'stat: No such file or directory\n' };
  return said(`${file.mode.replace(/^0/, '')} ${file.uid} ${file.gid}\n`);
}

async function sleep(call: ProgramCall): Promise<ExecResult> {
  await delay(Number(call.argv[1]) * 1000, undefined, { signal: call.signal });
  return said('');
}

/** As much of a system as the suites of the ports ask for. */
export const basicPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['/bin/true', () => said('')],
  ['/bin/false', () => ({ exit: 1, stdout: '', stderr: '' })],
  ['/bin/echo', (call) => said(`${call.argv.slice(1).join(' ')}\n`)],
  ['/bin/cat', cat],
  ['/bin/sleep', sleep],
  ['/usr/bin/printenv', (call) => said(`${call.env[call.argv[1] ?? ''] ?? ''}\n`)],
  ['/usr/bin/id', (call) => said(`${call.user}\n`)],
  // Understands `stat -c '%a %u %g' <path>` only.
  ['/usr/bin/stat', stat],
]);
