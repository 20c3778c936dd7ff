import type { LabId } from '#contract/ids.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Engine } from './engine.ts';
import { runExec } from './run-exec.ts';

/** In a folder that no tmpfs covers. Whoever is root on the machine may change it: it is only ever read there. */
const folder = '/usr/local/lib/cks-lab/ran';

/** Sessions and terminals end with whoever used them. */
const noteScript = `
mkdir -p ${folder} && cd ${folder} || exit 1
systemctl list-units --type=service,socket --state=running,listening --plain --no-legend |
  while read -r unit _; do case $unit in user@*|user-runtime-dir@*|*getty@*|systemd-*) ;; *.*) echo "$unit" ;; esac; done >units
if [ -S /run/docker.sock ]; then docker ps --quiet --no-trunc >containers; else : >containers; fi
`;

/** What does not run after all is said, one a line. */
const againScript = `
cd ${folder} 2>/dev/null || exit 0
is_up() { systemctl is-active --quiet -- "$1"; }
while read -r unit; do is_up "$unit" || systemctl start --no-block -- "$unit" 2>/dev/null; done <units
while read -r unit; do
  for _ in $(seq 100); do ! is_up "$unit" || continue 2; ! systemctl is-failed --quiet -- "$unit" || break; sleep 0.2; done
  echo "$unit"
done <units
while read -r container; do
  [ "$(docker inspect --format '{{.State.Running}}' -- "$container" 2>/dev/null)" = true ] ||
    docker start -- "$container" >/dev/null 2>&1 || echo "container $container"
done <containers
rm -r ${folder}
`;

const noteMs = 15_000;
const againMs = 120_000;

/**
 * Notes on a machine with systemd which services and containers run on it. A reboot would only start those that are to start at
 * boot. A machine that cannot say it, because its learner has broken it, is no reason not to stop it.
 */
export async function noteWhatRuns(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const limits = { signal, timeoutMs: noteMs };
  await runExec(engine, container, ['/bin/bash', '-c', noteScript], limits).catch(() => undefined);
  signal.throwIfAborted();
}

/** Starts what ran when the machine was stopped, once systemd is up. Returns the names of what did not come back. */
export async function startWhatRan(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<string[]> {
  const limits = { signal, timeoutMs: againMs };
  const { stdout } = await machines.exec(lab, machine, ['/bin/bash', '-c', againScript], limits);
  return stdout.split('\n').filter((line) => line !== '');
}
