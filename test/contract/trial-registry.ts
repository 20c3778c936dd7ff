import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { docker, settled } from './image-trial.ts';
import { trialProgram } from './trial-program.ts';

const debian = await trialProgram('docker-registry', { fromSid: false });

/** A container registry of this machine alone, for as long as a test needs it. */
export class TrialRegistry {
  /** What names of its images begin with. */
  readonly host: string;
  private readonly program: ReturnType<typeof serve>;
  private readonly folder: string;

  private constructor(host: string, program: ReturnType<typeof serve>, folder: string) {
    this.host = host;
    this.program = program;
    this.folder = folder;
  }

  /** The reason why there can be none here. */
  static missing(): string | undefined {
    return 'missing' in debian ? debian.missing : undefined;
  }

  static async start(): Promise<TrialRegistry> {
    const folder = await mkdtemp(join(tmpdir(), 'trial-registry-'));
    const host = `127.0.0.1:${await freePort()}`;
    const config = join(folder, 'config.json');
    const storage = { filesystem: { rootdirectory: join(folder, 'images') } };
    await writeFile(config, JSON.stringify({ version: '0.1', storage, http: { addr: host } }));
    const program = serve(config);
    const answers = () =>
      fetch(`http://${host}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      );
    if (!(await settled(answers, (ok) => ok))) throw new Error('the registry does not answer');
    return new TrialRegistry(host, program, folder);
  }

  /** Puts `image` into the registry under `name`, and leaves nothing of it in the engine. */
  async take(image: string, name: string): Promise<string> {
    const repo = `${this.host}/${name}`;
    await docker.getImage(image).tag({ repo, tag: '1' });
    const pushed = docker.getImage(`${repo}:1`);
    const stream = await pushed.push({ authconfig: {} });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
    });
    await pushed.remove();
    return `${repo}:1`;
  }

  async close(): Promise<void> {
    this.program.kill();
    await this.program;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function serve(config: string) {
  if ('missing' in debian) throw new Error(debian.missing);
  return execa(debian.file, ['serve', config], { reject: false, stdio: 'ignore' });
}

/** A port that was free a moment ago: the registry cannot say which one it took. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
