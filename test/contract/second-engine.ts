import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { testOwner } from '../support/test-owner.ts';
import { builtImage, docker as firstEngine, settled, TrialMachine } from './image-trial.ts';

/** Beside its images: what a few labs write, and little enough to be filled up soon. */
const disk = 'rw,size=2200m,mode=711';
const pathInside = '/engine/docker.sock';

/**
 * An engine of its own, in a container, that may be killed, restarted and filled up: the machine's own one serves others. It has the
 * images of host labs, and keeps everything in memory.
 */
export class SecondEngine {
  readonly docker: Docker;
  readonly socket: string;
  private readonly folder: string;
  private readonly machine: TrialMachine;
  /** Containers that an engine which was killed has forgotten. */
  private readonly lost: string[] = [];

  private constructor(folder: string, machine: TrialMachine) {
    this.folder = folder;
    this.machine = machine;
    this.socket = join(folder, 'docker.sock');
    this.docker = new Docker({ socketPath: this.socket });
  }

  static async start(): Promise<SecondEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'cks-lab-engine-'));
    await writeFile(join(folder, 'settings'), `DOCKER_OPTS="-H unix://${pathInside}"\n`);
    const machine = await TrialMachine.start(await builtImage('host'), {
      // Found by whoever removes what tests have left, as a machine of a lab that nobody knows.
      Labels: { 'cks-lab/owner': testOwner(), 'cks-lab/lab': 'lab-engineee', 'cks-lab/role': 'host' },
      HostConfig: {
        Privileged: true,
        CgroupnsMode: 'private',
        Tmpfs: { '/run': '', '/tmp': '', '/var/lib/docker': disk, '/var/lib/containerd': '' },
        Binds: [`${folder}:/engine`, `${join(folder, 'settings')}:/etc/default/docker:ro`],
      },
    });
    const engine = new SecondEngine(folder, machine);
    try {
      await engine.answers();
      await engine.take(await Promise.all((['host', 'workstation', 'observer'] as const).map(builtImage)));
      return engine;
    } catch (error) {
      await engine.remove();
      throw error;
    }
  }

  /** Resolves when the engine answers. */
  async answers(): Promise<void> {
    const asked = () =>
      this.docker.version().then(
        () => true,
        () => false,
      );
    if (!(await settled(asked, (answered) => answered))) throw new Error('the second engine does not answer');
  }

  /** Runs a script on the machine of the engine. */
  sh(script: string): Promise<string> {
    return this.machine.sh(script);
  }

  /** Ends it with everything that it runs, as an update of its package does, and starts it again. */
  async restart(): Promise<void> {
    await this.sh('systemctl reset-failed docker; systemctl restart docker');
    await this.answers();
  }

  /** Ends it without a word. Its service manager starts it again. */
  async kill(): Promise<void> {
    const pid = 'systemctl show --property MainPID --value docker';
    const before = await this.sh(`systemctl reset-failed docker; ${pid}`);
    await this.sh('systemctl kill --signal KILL --kill-who main docker');
    await settled(
      () => this.sh(pid),
      (now) => now !== before && now !== '0',
    );
    await this.answers();
    // What it had begun and not written down yet it does not know any more, and no call of a client can end it.
    const containers = await this.docker.listContainers({ all: true });
    const known = new Set(containers.map(({ Id }) => Id));
    const shims = await this.sh('pgrep --list-full containerd-shim; true');
    for (const [, id = ''] of shims.matchAll(/ -id ([0-9a-f]{64})/g)) if (!known.has(id)) this.lost.push(id);
  }

  /** It takes calls, and answers none until it is told to go on. */
  async hang(): Promise<() => Promise<void>> {
    const tell = (signal: string) => this.sh(`systemctl kill --signal ${signal} --kill-who main docker`);
    await tell('STOP');
    return async () => void (await tell('CONT'));
  }

  /** Takes the rest of its disk but for a few bytes. Resolves with what gives it back. */
  async fill(): Promise<() => Promise<void>> {
    await this.sh('head -c 3G /dev/zero >/var/lib/docker/filler 2>/dev/null; true');
    return async () => void (await this.sh('rm -f /var/lib/docker/filler'));
  }

  /** Everything that it holds and that runs for it, but for `known` containers and its own three networks. */
  async holds(known: readonly string[]): Promise<string[]> {
    const [containers, networks, { Volumes }] = await Promise.all([
      this.docker.listContainers({ all: true }),
      this.docker.listNetworks(),
      this.docker.listVolumes(),
    ]);
    const others = containers.filter(({ Id }) => !known.includes(Id));
    const keep = known.join('|') || 'none';
    const running = [...known, ...this.lost].join('|') || 'none';
    const rest = await this.sh(`
      ls /var/lib/docker/containers | grep -Ev '^(${keep})$'
      pgrep --list-full containerd-shim | grep -Ev '${running}'
      ls -d /var/lib/docker/volumes/*/
      true`);
    return [
      ...others.map(({ Names }) => `container ${Names[0]}`),
      ...networks
        .filter(({ Name }) => !['bridge', 'host', 'none'].includes(Name))
        .map(({ Name }) => `network ${Name}`),
      ...Volumes.map(({ Name }) => `volume ${Name}`),
      ...rest.split('\n').filter((line) => line !== '' && !line.includes('cannot access')),
    ];
  }

  async remove(): Promise<void> {
    await this.machine.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async take(images: readonly string[]): Promise<void> {
    for (const image of images) {
      const loading = await this.docker.loadImage(await firstEngine.getImage(image).get());
      await new Promise<void>((resolve, reject) => {
        this.docker.modem.followProgress(loading, (error) => (error ? reject(error) : resolve()));
      });
    }
  }
}
