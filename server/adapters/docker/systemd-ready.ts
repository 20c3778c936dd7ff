import type { LabId } from '#contract/ids.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import { until } from './until.ts';

const askMs = 10_000;
const everyMs = 100;
const bootMs = 60_000;

/**
 * systemd has started all it wants to start, well or with a failed unit. Its own program waits for that in the machine: a new one for
 * each look would take time from the boot. It ends at once, without an answer, only while nothing can be asked yet.
 */
export async function systemdUp(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  const argv = ['/bin/systemctl', 'is-system-running', '--wait'];
  await until(
    async (stop) => {
      // A moment longer than the wait as a whole, which has the better words.
      const limits = { signal: stop, timeoutMs: bootMs + askMs };
      const asked = await machines.exec(lab, machine, argv, limits);
      return ['running', 'degraded'].includes(asked.stdout.trim()) || undefined;
    },
    { what: `start systemd on ${machine}`, withinMs: bootMs, everyMs, signal },
  );
}

/** The machine's own engine answers. Asked by a small program: the engine's client costs as much as the rest of the wait. */
export async function nestedEngineUp(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  const ping = ['--unix-socket', '/run/docker.sock', '--max-time', '5', 'http://engine/_ping'];
  const argv = ['/usr/bin/curl', '--silent', '--fail', ...ping];
  await until(
    async (stop) => {
      const asked = await machines.exec(lab, machine, argv, { signal: stop, timeoutMs: askMs });
      return asked.exit === 0 || undefined;
    },
    { what: `start the Docker engine on ${machine}`, withinMs: bootMs, everyMs, signal },
  );
}

const listening = '0A';

/** Read from the kernel's table, so that no tool of the machine has to be there. */
export async function listens(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  port: number,
  signal: AbortSignal,
): Promise<boolean> {
  const argv = ['/bin/cat', '/proc/net/tcp', '/proc/net/tcp6'];
  const { stdout } = await machines.exec(lab, machine, argv, { signal, timeoutMs: askMs });
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return stdout.split('\n').some((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) === true && state === listening;
  });
}

export async function sshdUp(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  await until(async (stop) => (await listens(machines, lab, machine, 22, stop)) || undefined, {
    what: `hear sshd on ${machine}`,
    withinMs: 30_000,
    everyMs,
    signal,
  });
}
