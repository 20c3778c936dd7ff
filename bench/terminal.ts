import { existsSync } from 'node:fs';
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
import { stillness } from './terminal/machine.ts';
import { echo, flood, heldDown, quickTypist } from './terminal/measure.ts';
import { ours } from './terminal/ours.ts';
import { ourName, report, reportMachine, type Rounds } from './terminal/report.ts';
import { ttyd, wetty } from './terminal/rivals.ts';
import { engineClock } from './terminal/usage.ts';
import { readConfig } from '../server/config.ts';
import { openImages } from '../server/lab-side.ts';

// Terminals of this platform beside others, in one run on one machine and one container. Nothing is asserted: the numbers are
// for people who compare machines and changes.

const { values } = parseArgs({
  options: {
    /** A folder for `ttyd` and `wetty`: what an earlier run has put there is used again. */
    rivals: { type: 'string' },
    /** On one line, in each round; a tenth of them on each of twenty lines. */
    keys: { type: 'string', default: '800' },
    megabytes: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    /** Some of `bare,ours,ttyd,wetty`. */
    only: { type: 'string' },
    /** For the server's Node: `--flags=--cpu-prof` writes a profile here. */
    flags: { type: 'string' },
  },
});
const owner = `test-${process.env['CKSLAB_TEST_RUN'] ?? 'alone'}-bench`;
const signal = new AbortController().signal;
const bytes = Number(values.megabytes) * 1e6;

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
  const own = await ours(ourName, { owner, keeper, flags: values.flags?.split(' ') ?? [] });
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
      ttyd: async () => ttyd(await found(dir, 'ttyd', fetchTtyd), container, 7791),
      wetty: async () => wetty(await found(dir, 'wetty', fetchWetty), container, 7792),
    };
    const contenders: Contender[] = [];
    try {
      for (const [name, make] of Object.entries(makers)) {
        if (wanted === undefined || wanted.includes(name)) contenders.push(await make());
      }
      const { results, still } = await measured(contenders, await engineClock(container));
      report(results, bytes / 1e6);
      reportMachine(still);
    } finally {
      await Promise.all(contenders.map((contender) => contender.close()));
    }
  } finally {
    await own.close();
    await machines.destroy(lab, signal);
    await rm(scratch, { recursive: true, force: true });
  }
}

async function found(dir: string, name: string, fetch: (dir: string) => Promise<string>): Promise<string> {
  return existsSync(join(dir, name)) ? join(dir, name) : fetch(dir);
}

/** Lines of 79 characters, as a log has them. */
async function fillFile(container: string): Promise<void> {
  const script = `yes "$(printf 'x%.0s' $(seq 79))" | head -c ${bytes} >/tmp/flood`;
  await execa('docker', ['exec', '-u', 'learner', container, 'bash', '-c', script]);
}

/** In turns, so that a busy minute of the machine meets all of them. */
async function measured(
  contenders: readonly Contender[],
  engine: () => number,
): Promise<{ results: Rounds[]; still: number[] }> {
  const still: number[] = [];
  const results = contenders.map(({ name }): Rounds => ({ name, one: [], twenty: [], floods: [] }));
  const keys = Number(values.keys);
  for (let round = 1; round <= Number(values.rounds); round++) {
    process.stderr.write(`round ${round}: the machine alone …\n`);
    still.push(...(await stillness(keys)));
    for (const [at, contender] of contenders.entries()) {
      process.stderr.write(`round ${round}: ${contender.name} …\n`);
      results[at]?.one.push(await echo(contender, { lines: 1, keys, typing: heldDown }));
      const each = Math.ceil(keys / 10);
      results[at]?.twenty.push(await echo(contender, { lines: 20, keys: each, typing: quickTypist }));
      results[at]?.floods.push(await flood(contender, bytes, engine));
    }
  }
  return { results, still };
}

await main();
