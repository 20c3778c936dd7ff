import { DockerTerminalHost } from '#adapters/docker/docker-terminal-host.ts';
import { KeeperProgram } from '#adapters/docker/keeper-program.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { ServerWorld } from '../../server/testing/server-world.ts';

// The server under measurement, in a process of its own: real sockets, shells and engine over a lab whose records are in memory.

const [owner = '', keeper = ''] = process.argv.slice(2);
const engine = new Engine();
const world = new ServerWorld();
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
process.once('disconnect', () => process.exit());
