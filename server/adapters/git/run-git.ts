import { ExecaError, execa } from 'execa';
import { Fault } from '#domain/fault.ts';

export interface GitCall {
  /** The one protocol that this call may speak; redirects to another are refused. */
  readonly protocol: 'https' | 'ssh' | 'file';
  readonly signal: AbortSignal;
  /** Certificates to trust besides those of the system. */
  readonly caBundle?: string | undefined;
}

const callMs = 120_000;
const tailLines = 8;
/** No byte for so long, and the line counts as dead. */
const silentSeconds = '20';

/** A repository is a stranger's: nothing in it may run here, and nothing of this user's own settings may help it. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.autocrlf=false',
  'submodule.recurse=false',
  'fetch.fsckObjects=true',
  'credential.helper=',
  'gc.auto=0',
  'http.lowSpeedLimit=1',
  `http.lowSpeedTime=${silentSeconds}`,
].flatMap((setting) => ['-c', setting]);

/** What git gets of the environment: its programs, the user's SSH keys, the way through a proxy. */
const passedOn = [
  'PATH',
  'HOME',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'GIT_SSL_CAINFO',
  ...['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]),
];

/**
 * Runs git and gives what it printed.
 * @throws Fault `tool.missing`, `deadline.passed`, `pack.unreachable`, or the reason of the signal.
 */
export async function runGit(program: string, args: readonly string[], call: GitCall): Promise<string> {
  if (call.signal.aborted) throw stopped(call.signal);
  const run = await execa(program, [...settings, ...args], {
    env: environment(call),
    extendEnv: false,
    stdin: 'ignore',
    cancelSignal: call.signal,
    timeout: callMs,
    forceKillAfterDelay: 2000,
  }).catch((cause: unknown) => {
    throw call.signal.aborted ? stopped(call.signal, cause) : gitFault(cause);
  });
  return run.stdout;
}

function environment({ protocol, caBundle }: GitCall): Record<string, string> {
  const own = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(own),
    ...(caBundle !== undefined && { GIT_SSL_CAINFO: caBundle }),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    // Nobody sits in front of this process: a question for a password is a refusal.
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oConnectTimeout=15',
    GIT_LFS_SKIP_SMUDGE: '1',
  };
}

function stopped({ reason }: AbortSignal, cause?: unknown): Fault {
  return reason instanceof Fault ? reason : late(cause ?? reason);
}

const late = (cause: unknown): Fault =>
  new Fault('deadline.passed', 'git did not end in time.', {
    remedy: 'Check the network and try again.',
    cause,
  });

function gitFault(cause: unknown): Fault {
  const failed = cause instanceof ExecaError ? cause : undefined;
  if (failed?.code === 'ENOENT') {
    return new Fault('tool.missing', 'The program git is not installed.', {
      remedy: 'Install git, or name the pack as a folder.',
      cause,
    });
  }
  if (failed?.timedOut) return late(cause);
  const lines = outputOf(failed ?? cause)
    .trimEnd()
    .split('\n');
  return new Fault(
    'pack.unreachable',
    `git: ${lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1)}.`,
    {
      remedy:
        'Check the address, the part after # and the network. Nobody is asked for a password: give SSH a key instead.',
      tail: lines.slice(-tailLines).join('\n'),
      cause,
    },
  );
}

function outputOf(failed: unknown): string {
  if (failed instanceof ExecaError && typeof failed.stderr === 'string') return failed.stderr;
  return String(failed);
}
