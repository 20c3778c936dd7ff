import type { LabId } from '#contract/ids.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import { until } from './until.ts';

const askMs = 10_000;
const everyMs = 200;

/** systemd has started all it wants to start, well or with a failed unit. */
export async function systemdUp(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  await until(
    async (stop) => {
      const asked = await machines.exec(lab, machine, ['/bin/systemctl', 'is-system-running'], {
        signal: stop,
        timeoutMs: askMs,
      });
      return ['running', 'degraded'].includes(asked.stdout.trim()) || undefined;
    },
    { what: `start systemd on ${machine}`, withinMs: 60_000, everyMs, signal },
  );
}

/** The machine's own engine answers its client. */
export async function nestedEngineUp(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  const argv = ['/usr/bin/docker', 'version', '--format', '{{.Server.Version}}'];
  await until(
    async (stop) => {
      const asked = await machines.exec(lab, machine, argv, { signal: stop, timeoutMs: askMs });
      return asked.exit === 0 || undefined;
    },
    { what: `start the Docker engine on ${machine}`, withinMs: 60_000, everyMs, signal },
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
