import { type Engine, noSignal, quickMs } from './engine.ts';

/** Every process that the platform starts in a machine inherits this variable with a value of its own. */
export const markVariable = 'CKS_LAB_EXEC';

/**
 * The engine cannot signal a process of `docker exec`, and the pid it reports is the host's, not the machine's. So the mark is
 * looked for: the process without a parent in the machine's namespace that carries it leads the session of the command.
 * Shell builtins only, since a learner may have broken or replaced everything else.
 */
const script = `
mark="${markVariable}=$1"
stat_of() {
  read -r stat <"/proc/$1/stat" || return 1
  set -- \${stat##*) }
  parent=$2 session=$4 foreground=$6
}
signal_session() {
  for p in /proc/[0-9]*; do
    p=\${p#/proc/}
    stat_of "$p" && [ "$session" = "$leader" ] && kill -s "$1" "$p"
  done 2>/dev/null
}
leader=
for p in /proc/[0-9]*; do
  p=\${p#/proc/}
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *"$mark"*) stat_of "$p" && [ "$parent" = 0 ] && leader=$session group=$foreground ;;
    esac
  done <"/proc/$p/environ"
done 2>/dev/null
[ -n "$leader" ] || exit 0
if [ "$2" = kill ]; then
  signal_session KILL
  exit 0
fi
signal_session HUP
tries=20
while [ "$tries" -gt 0 ] && { kill -s 0 -- "$leader" || kill -s 0 -- "-$group"; } 2>/dev/null; do
  /bin/sleep 0.1 || break
  tries=$((tries - 1))
done
kill -s KILL -- "$leader" "-$group" 2>/dev/null
exit 0
`;

/**
 * `kill` ends the whole session of a marked command at once. `hang-up` does what a terminal does when its line is cut; after
 * two seconds the shell and what runs in its foreground are killed, while a job that was told to survive goes on.
 * Does nothing when the command has ended.
 */
export async function signalExec(
  engine: Engine,
  target: { readonly container: string; readonly mark: string },
  how: 'hang-up' | 'kill',
): Promise<void> {
  const limits = { signal: noSignal, withinMs: quickMs };
  await engine.call(`end a command in ${target.container}`, limits, async (docker, abortSignal) => {
    const exec = await docker.getContainer(target.container).exec({
      Cmd: ['/bin/sh', '-c', script, 'sh', target.mark, how],
      User: '0:0',
      // Root of an unprivileged machine may not read the environment of another user's process.
      Privileged: true,
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    });
    const stream = await exec.start({ abortSignal });
    await new Promise<void>((resolve, reject) => {
      stream.on('close', resolve).on('error', reject).resume();
    });
  });
}
