import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { DockerHostRuntime } from '#adapters/docker/docker-host-runtime.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { loadPrograms } from '#adapters/images/programs.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { LabId } from '#contract/ids.ts';
import { bare } from './terminal/bare.ts';
import type { Contender } from './terminal/contender.ts';
import { fetchTtyd, fetchWetty } from './terminal/fetch-rivals.ts';
import { type Echo, echo, type Flood, flood } from './terminal/measure.ts';
import { ours } from './terminal/ours.ts';
import { ttyd, wetty } from './terminal/rivals.ts';
import { printTable } from '../server/cli/print.ts';
import { readConfig } from '../server/config.ts';
import { openImages } from '../server/lab-side.ts';

// Terminals of this platform beside others, in one run on one machine and one container. Nothing is asserted: the numbers are
// for people who compare machines and changes.

const { values } = parseArgs({
  options: {
    /** A folder with `ttyd` and `wetty` from an earlier run. */
    rivals: { type: 'string' },
    keys: { type: 'string', default: '400' },
    megabytes: { type: 'string', default: '100' },
    only: { type: 'string' },
  },
});
const owner = `test-${process.env['CKSLAB_TEST_RUN'] ?? 'alone'}-bench`;
const signal = new AbortController().signal;
const bytes = Number(values.megabytes) * 1e6;

interface Result {
  readonly name: string;
  readonly one: Echo;
  readonly twenty: Echo;
  readonly flood: Flood;
}

async function main(): Promise<void> {
  const config = readConfig({ ...process.env });
  const engine = new Engine();
  const machines = new DockerMachines(engine, owner);
  const hosts = new DockerHostRuntime({ engine, machines, owner, clock: systemClock });
  const scratch = await mkdtemp(join(tmpdir(), 'cks-lab-bench-'));
  const dir = values.rivals ?? scratch;
  const programs = await loadPrograms(join(import.meta.dirname, '../labs/images/tools'));
  const log = join(scratch, 'build.log');
  const keeper = await programs.file('shellkeeper', {
    cacheDir: config.cacheDir,
    signal,
    note: () => undefined,
    log,
  });
  const own = await ours('CKS Lab', owner, keeper);
  const lab = LabId.parse(own.lab);
  try {
    await hosts.createNetwork(lab, signal);
    const image = (await openImages(config)).ref('workstation');
    await hosts.createWorkstation(lab, await image, { signal, onStep: () => undefined });
    const container = `${lab}-workstation`;
    await fillFile(container);
    const wanted = values.only?.split(',');
    const makers: Record<string, () => Contender | Promise<Contender>> = {
      bare: () => bare(container),
      ours: () => own,
      ttyd: async () =>
        ttyd(values.rivals === undefined ? await fetchTtyd(dir) : join(dir, 'ttyd'), container, 7791),
      wetty: async () =>
        wetty(values.rivals === undefined ? await fetchWetty(dir) : join(dir, 'wetty'), container, 7792),
    };
    const results: Result[] = [];
    for (const [name, make] of Object.entries(makers)) {
      if (wanted === undefined || wanted.includes(name)) results.push(await measured(await make()));
    }
    report(results);
  } finally {
    await own.close();
    await machines.destroy(lab, signal);
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Lines of 79 characters, as a log has them. */
async function fillFile(container: string): Promise<void> {
  const script = `yes "$(printf 'x%.0s' $(seq 79))" | head -c ${bytes} >/tmp/flood`;
  await execa('docker', ['exec', '-u', 'learner', container, 'bash', '-c', script]);
}

async function measured(contender: Contender): Promise<Result> {
  process.stderr.write(`${contender.name} …\n`);
  try {
    const keys = Number(values.keys);
    const one = await echo(contender, 1, keys);
    const twenty = await echo(contender, 20, Math.ceil(keys / 4));
    return { name: contender.name, one, twenty, flood: await flood(contender, bytes) };
  } finally {
    await contender.close();
  }
}

function report(results: readonly Result[]): void {
  const ms = (value: number): string => value.toFixed(2);
  const head = ['', 'echo p50', 'p99', '20 lines p50', 'p99 (ms)', 'MB/s', 'CPU s', 'peak MiB', 'Ctrl-C ms'];
  printTable([
    head,
    ...results.map(({ name, one, twenty, flood: own }) => [
      name,
      ...[one.p50, one.p99, twenty.p50, twenty.p99].map(ms),
      own.megabytesPerSecond.toFixed(1),
      ...(name === 'docker exec' ? ['', ''] : [own.cpuSeconds.toFixed(2), own.peakMiB.toFixed(1)]),
      own.interruptMs.toFixed(0),
    ]),
  ]);
  const [us] = results.filter(({ name }) => name === 'CKS Lab');
  if (us === undefined) return;
  for (const other of results.filter((result) => result !== us)) {
    const faster = us.flood.megabytesPerSecond / other.flood.megabytesPerSecond;
    const added = us.one.p99 - other.one.p99;
    process.stdout.write(
      `CKS Lab beside ${other.name}: throughput × ${faster.toFixed(2)}, echo p99 ${added >= 0 ? '+' : ''}${ms(added)} ms, with 20 lines ${ms(us.twenty.p99 - other.twenty.p99)} ms\n`,
    );
  }
}

await main();
