import { z } from 'zod';
import type { Asked } from '#ports/cluster-api.ts';
import type { ExecResult } from '#ports/machines.ts';
import { cannotTell } from './failure.ts';

const channel = { stdout: 1, stderr: 2, status: 3 } as const;
/** The same as of commands in machines. */
const maxBytes = 1024 * 1024;
/** What a shell says of a program that is not there. */
const notFound = 127;

const Status = z.object({
  status: z.string(),
  message: z.string().default(''),
  reason: z.string().optional(),
  details: z
    .object({ causes: z.array(z.object({ reason: z.string().optional(), message: z.string().default('') })) })
    .optional(),
});

/** Gathers the frames of an exec connection: the first byte of each names its stream. */
export class ExecStreams {
  private readonly parts = { [channel.stdout]: [] as Buffer[], [channel.stderr]: [] as Buffer[] };
  private status = '';

  add(frame: Uint8Array): void {
    const data = Buffer.from(frame.subarray(1));
    const from = frame[0];
    if (from === channel.status) this.status += data.toString('utf8');
    if (from === channel.stdout || from === channel.stderr) this.parts[from].push(data);
  }

  /** The finished command, or why it never ran. */
  result(): Asked<ExecResult> {
    const read = Status.safeParse(asJson(this.status));
    if (!read.success) return cannotTell('The connection ended before the command did.');
    const exit = exitOf(read.data);
    if (exit === undefined) return cannotTell(`The command could not be run: ${read.data.message}`);
    const stderr = this.text(channel.stderr) + (exit === notFound ? essence(read.data.message) : '');
    return { kind: 'found', value: { exit, stdout: this.text(channel.stdout), stderr } };
  }

  private text(from: 1 | 2): string {
    return Buffer.concat(this.parts[from]).subarray(0, maxBytes).toString('utf8');
  }
}

/** The message without the layers that passed it on. */
const essence = (message: string): string => message.replace(/^.*(?=exec: ")/s, '');

function exitOf(status: z.infer<typeof Status>): number | undefined {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes.find(({ reason }) => reason === 'ExitCode');
  if (cause) return Number.parseInt(cause.message, 10);
  // The container runtime reports a missing program as its own failure; for whoever runs commands it is an exit code.
  return /executable file .*not found|no such file or directory/.test(status.message) ? notFound : undefined;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
