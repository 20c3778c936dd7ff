import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** Of processes: seconds of one core so far, and bytes of memory now. */
export interface Usage {
  readonly cpu: number;
  readonly rss: number;
}

const tick = 100;
const page = 4096;
const nothing: Usage = { cpu: 0, rss: 0 };

/** Of a process and all that it has started and that still lives. */
export function usage(root: number | undefined): Usage {
  if (root === undefined) return nothing;
  return [root, ...descendants(root)].map(of).reduce(sum, nothing);
}

function descendants(pid: number): number[] {
  const children = readTasks(pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function readTasks(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1'));
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    return []; // It has ended in between.
  }
}

function of(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, rss = 0] = [fields[11], fields[12], fields[21]];
    return { cpu: (user + system) / tick, rss: rss * page };
  } catch {
    return nothing;
  }
}

const sum = (a: Usage, b: Usage): Usage => ({ cpu: a.cpu + b.cpu, rss: a.rss + b.rss });

/** Seconds of one core that the container, its shim and the engine have used: what a terminal costs outside of its server. */
export async function engineClock(container: string): Promise<() => number> {
  const { stdout } = await execa('docker', ['inspect', '-f', '{{.State.Pid}}', container]);
  const shim = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${stdout}/status`, 'utf8'))?.[1]);
  const engines = [shim, ...named('dockerd')];
  const inside = groupClock(readFileSync(`/proc/${stdout}/cgroup`, 'utf8'));
  return () => engines.map(of).reduce((all, { cpu }) => all + cpu, inside());
}

/** Of a control group, whichever of the two versions the machine has. */
function groupClock(groups: string): () => number {
  const [, first] = /^\d+:(?:cpuacct|cpu,cpuacct|cpuacct,cpu):(.*)$/m.exec(groups) ?? [];
  if (first !== undefined) {
    return () => Number(readFileSync(`/sys/fs/cgroup/cpuacct${first}/cpuacct.usage`, 'utf8')) / 1e9;
  }
  const [, second = ''] = /^0::(.*)$/m.exec(groups) ?? [];
  return () => {
    const stat = readFileSync(`/sys/fs/cgroup${second}/cpu.stat`, 'utf8');
    return Number(/^usage_usec (\d+)/m.exec(stat)?.[1]) / 1e6;
  };
}

function named(name: string): number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name;
    } catch {
      return false;
    }
  });
}
