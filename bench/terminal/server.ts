import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerTerminalHost } from '#adapters/docker/docker-terminal-host.ts';
import { KeeperProgram } from '#adapters/docker/keeper-program.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { FsRecordings } from '#adapters/fs/fs-recordings.ts';
import { ServerWorld } from '../../server/testing/server-world.ts';

// The server under measurement, in a process of its own: real sockets, shells, engine and recordings, and labs looked at as often
// as by a real server, over a lab whose records are in memory.

const [owner = '', keeper = ''] = process.argv.slice(2);
const engine = new Engine();
const world = new ServerWorld();
const scratch = mkdtempSync(join(tmpdir(), 'cks-lab-bench-server-'));
world.recordings = new FsRecordings(scratch);
// As in main.ts.
world.reconcileEveryMs = 3000;
const program = new KeeperProgram(engine, () => Promise.resolve(keeper));
world.terminals = new DockerTerminalHost(
  engine,
  owner,
  keeper === '' ? undefined : { program, log: world.log },
);
await world.open();
await world.enter();
const lab = await world.startLab();
process.send?.({ origin: world.origin, cookie: world.cookie, lab: lab.id });
process.once('disconnect', () => {
  rmSync(scratch, { recursive: true, force: true });
  process.exit();
});
