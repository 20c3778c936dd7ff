import { dirname } from 'node:path';
import type { LabId } from '#contract/ids.ts';
import type { FileToPut, MachineName, Machines } from '#ports/machines.ts';
import { type Engine, quickMs, refusalStatus } from './engine.ts';
import { runExec } from './run-exec.ts';

/** In folders that no tmpfs covers. Whoever is root on the machine may change it: it is only ever used there. */
const folder = '/usr/local/lib/cks-lab/at-rest';
/** Where the machine was, so that it is likely to get there again. */
const addressPath = '/usr/local/lib/cks-lab/address';

/** For a machine that is made: it may end without warning. */
export const addressFile = (address: string): FileToPut => ({
  path: addressPath,
  content: `${address}\n`,
  mode: '0644',
  uid: 0,
  gid: 0,
});

/**
 * Sessions and terminals end with whoever used them. `nodes`: on a control plane, the names of those that are Ready; nothing where
 * the API server does not answer. A note that is still there is of a resume that has not come to its end: it knows better.
 */
const noteScript = `
mkdir -p ${dirname(addressPath)}
printf '%s\\n' "$1" >${addressPath}
[ -d /run/systemd/system ] && [ ! -d ${folder} ] || exit 0
rm -rf ${folder}.new && mkdir -p ${folder}.new && cd ${folder}.new || exit 1
systemctl list-units --type=service,socket --state=running,listening --plain --no-legend |
  while read -r unit _; do case $unit in user@*|user-runtime-dir@*|*getty@*|systemd-*) ;; *.*) echo "$unit" ;; esac; done >units
: >containers
[ ! -S /run/docker.sock ] || docker --host unix:///run/docker.sock ps --quiet --no-trunc >containers
[ ! -f /etc/kubernetes/admin.conf ] || kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout 5s get nodes --output \\
  jsonpath='{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}' |
  sed -n 's/ True$//p' >nodes
mv -T ${folder}.new ${folder}
`;

/**
 * What does not run after all is said, one a line. A machine without a note ended without warning: then its boot has started its units,
 * and these are its containers that ended since "$1", which is a little before it did.
 */
const againScript = `
since=$1
engine() { docker --host unix:///run/docker.sock "$@"; }
cd ${folder} 2>/dev/null || {
  cd "$(mktemp --directory)" && : >units && : >containers || exit 1
  [ ! -S /run/docker.sock ] || engine ps --all --quiet --no-trunc --filter status=exited | while read -r container; do
    [[ "$(engine inspect --format '{{.State.FinishedAt}}' -- "$container")" < "$since" ]] || echo "$container"
  done >containers
}
is_up() { systemctl is-active --quiet -- "$1"; }
while read -r unit; do is_up "$unit" || systemctl start --no-block -- "$unit" 2>/dev/null; done <units
while read -r unit; do
  for _ in $(seq 100); do ! is_up "$unit" || continue 2; ! systemctl is-failed --quiet -- "$unit" || break; sleep 0.2; done
  echo "$unit"
done <units
while read -r container; do
  [ "$(engine inspect --format '{{.State.Running}}' -- "$container" 2>/dev/null)" = true ] ||
    engine start -- "$container" >/dev/null 2>&1 || echo "container $container"
done <containers
`;

const noteMs = 20_000;
const againMs = 120_000;

/**
 * Notes on a machine where it is and, where it has systemd, which services and containers run on it. A reboot would only start those that are to start at
 * boot. A machine that cannot say it, because its learner has broken it, is no reason not to stop it.
 */
export async function noteWhatRuns(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const limits = { signal, timeoutMs: noteMs };
  // As the engine knows it: a node has more addresses than this one, in no order that says anything.
  const address = await addressOf(engine, container, signal).catch(() => '');
  const argv = ['/bin/bash', '-c', noteScript, 'note', address];
  await runExec(engine, container, argv, limits).catch(() => undefined);
  signal.throwIfAborted();
}

async function addressOf(engine: Engine, container: string, signal: AbortSignal): Promise<string> {
  const { NetworkSettings } = await engine.call(
    'look where a machine is',
    { signal, withinMs: quickMs },
    (docker, abortSignal) => docker.getContainer(container).inspect({ abortSignal }),
  );
  return Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '';
}

/** Only its beginning is read: what lies there is the learner's to change. */
const mostBytes = 4096;

/** Where a machine was that is stopped now; as a number, so that addresses can be ordered. Undefined where that was not noted. */
export async function lastAddress(
  engine: Engine,
  container: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const limits = { signal, withinMs: quickMs };
  const path = addressPath;
  try {
    const archive = await engine.call('read where a machine was', limits, async (docker, abortSignal) => {
      let text = '';
      for await (const part of await docker.getContainer(container).getArchive({ path, abortSignal })) {
        text += String(part);
        if (text.length > mostBytes) break;
      }
      return text;
    });
    // A tar file: zeros end what is said of the file, and the text follows.
    const [, ...octets] = /\0(\d+)\.(\d+)\.(\d+)\.(\d+)\n/.exec(archive) ?? [];
    return octets.length === 0 ? undefined : octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
  } catch (error) {
    if (refusalStatus(error) === 404) return undefined;
    throw error;
  }
}

/** Containers that end in the last moments of a machine end because of it. */
const lastMomentsMs = 15_000;

/**
 * Starts what ran when the machine was stopped, once systemd is up. Where that was not noted, because it ended without warning, these
 * are containers that ended with it, which was at `endedAt`, in milliseconds since the epoch. Returns the names of what did not come back.
 */
export async function startWhatRan(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  endedAt: number,
  signal: AbortSignal,
): Promise<string[]> {
  const limits = { signal, timeoutMs: againMs };
  // As Docker writes times, so that they can be compared as texts.
  const since = new Date(endedAt - lastMomentsMs).toISOString();
  const argv = ['/bin/bash', '-c', againScript, 'again', since];
  return lines(await machines.exec(lab, machine, argv, limits));
}

/** To be called when everything has come back. */
export async function forgetWhatRan(
  machines: Machines,
  lab: LabId,
  machine: MachineName,
  signal: AbortSignal,
): Promise<void> {
  await machines.exec(lab, machine, ['/bin/rm', '-rf', folder], { signal, timeoutMs: quickMs });
}

/** The nodes that were Ready when the control plane was stopped. Undefined where that was not noted. */
export async function nodesThatWereReady(
  machines: Machines,
  lab: LabId,
  controlPlane: MachineName,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const limits = { signal, timeoutMs: quickMs };
  const noted = await machines.exec(lab, controlPlane, ['/bin/cat', `${folder}/nodes`], limits);
  return noted.exit === 0 ? lines(noted) : undefined;
}

const lines = ({ stdout }: { readonly stdout: string }): string[] =>
  stdout.split('\n').filter((line) => line !== '');
