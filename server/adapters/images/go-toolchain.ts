import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExecaError, execa } from 'execa';
import { z } from 'zod';
import { Fault } from '#domain/fault.ts';
import type { GoPlatform } from './tool-declaration.ts';

const oldestGo = '1.26';
const installRemedy = `Install Go ${oldestGo} or newer (https://go.dev/doc/install) and make sure that \`go\` is on the PATH.`;
const queryMs = 60_000;
/** The largest tool takes six minutes on two cores; a slow disk or network may need several times that. */
const buildMs = 60 * 60_000;
const tailLines = 15;

/**
 * Host settings must not leak into a build whose name claims to say everything about it: no cgo, no workspace, no
 * other toolchain, no extra flags. The target is Linux even where the builder is not: the programs run in containers.
 */
const buildEnv = {
  CGO_ENABLED: '0',
  GOFLAGS: '',
  GOOS: 'linux',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
} as const;

interface GoRun {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly log: string;
}

/** The Go on the PATH. Faults `tool.missing` where there is none or it is too old. */
export async function findGo(signal: AbortSignal): Promise<GoPlatform> {
  const settings = await execa('go', ['env', '-json', 'GOVERSION', 'GOARCH'], {
    env: buildEnv,
    cancelSignal: signal,
    timeout: queryMs,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cancelled('looking for Go', cause);
    throw new Fault('tool.missing', 'Go is not installed: `go env` did not answer.', {
      remedy: installRemedy,
      cause,
    });
  });
  const { GOVERSION, GOARCH } = GoEnv.parse(JSON.parse(settings.stdout));
  requireGo(GOVERSION, oldestGo, 'CKS Lab');
  return { version: GOVERSION, target: `linux/${GOARCH}` };
}

const GoEnv = z.object({ GOVERSION: z.string().min(1), GOARCH: z.string().min(1) });

/** Faults `tool.missing` when `found` (`go1.26.8`) is older than `wanted` (`1.26.3`, as in a go.mod). */
export function requireGo(found: string, wanted: string, who: string): void {
  const [have, need] = [numbers(found), numbers(wanted)];
  const at = need.findIndex((part, i) => part !== (have[i] ?? 0));
  if (at === -1 || (have[at] ?? 0) > (need[at] ?? 0)) return;
  throw new Fault('tool.missing', `${who} needs Go ${wanted} or newer, and this machine has ${found}.`, {
    remedy: installRemedy,
  });
}

/** `devel go1.27-abcdef` and `go1.27rc1` count as 1.27. */
function numbers(version: string): number[] {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  return found ? found.slice(1).map((part) => Number(part ?? 0)) : [];
}

/** Runs `go` with the output appended to `log`; returns what it printed on stdout. */
export async function runGo(args: readonly string[], o: GoRun): Promise<string> {
  await mkdir(dirname(o.log), { recursive: true });
  const toLog = { file: o.log, append: true } as const;
  const run = await execa('go', args, {
    cwd: o.cwd,
    env: buildEnv,
    all: true,
    stdout: ['pipe', toLog],
    stderr: ['pipe', toLog],
    cancelSignal: o.signal,
    timeout: buildMs,
    // On SIGINT Go stops its compilers and removes its scratch folder; on SIGTERM it leaves both behind.
    killSignal: 'SIGINT',
    forceKillAfterDelay: 15_000,
  }).catch((cause: unknown) => {
    throw goFault(args, o, cause);
  });
  return run.stdout;
}

function goFault(args: readonly string[], o: GoRun, cause: unknown): Fault {
  const what = `go ${args[0] ?? ''} ${args.at(-1) ?? ''}`;
  if (o.signal.aborted) return cancelled(what, cause);
  const output = cause instanceof ExecaError && typeof cause.all === 'string' ? cause.all : String(cause);
  const tail = output.trimEnd().split('\n').slice(-tailLines).join('\n');
  if (cause instanceof ExecaError && cause.timedOut) {
    return new Fault('deadline.passed', `\`${what}\` did not end within ${buildMs / 60_000} minutes.`, {
      remedy: `See ${o.log}, then start the build again: what was compiled so far is kept.`,
      tail,
      cause,
    });
  }
  const full = /no space left on device/.test(output);
  return new Fault(full ? 'disk.full' : 'image.build-failed', `\`${what}\` failed:\n${tail}`, {
    remedy: `${remedyFor(output)} The whole output is in ${o.log}.`,
    tail,
    cause,
  });
}

function remedyFor(output: string): string {
  if (/no space left on device/.test(output))
    return 'Free some disk space (`go clean -cache` gives back the most).';
  if (/dial tcp|no such host|i\/o timeout|TLS handshake|x509:/.test(output)) {
    return 'Go could not reach its module proxy: check the network and `go env GOPROXY`.';
  }
  if (/40[34]|410 Gone/.test(output)) {
    return 'The module proxy does not serve a version that go.mod names: check `go env GOPROXY`.';
  }
  return 'Start the build again; when it fails the same way, the declaration of this tool needs a correction.';
}

function cancelled(what: string, cause: unknown): Fault {
  return new Fault('cancelled', `\`${what}\` was stopped.`, {
    remedy: 'Start the build again: what was compiled so far is kept.',
    cause,
  });
}
