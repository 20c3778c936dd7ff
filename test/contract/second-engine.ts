import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { testOwner } from '../support/test-owner.ts';
import { builtImage, docker as firstEngine, settled, TrialMachine } from './image-trial.ts';

/** Beside the images of host labs: what a few of them write, and little enough to be filled up soon. */
const small = '2200m';
/** Beside the image of a node as well. Memory is taken only for what is written. */
const large = '7g';
const pathInside = '/engine/docker.sock';

/**
 * An engine of its own, in a container, that may be killed, restarted and filled up: the machine's own one serves others. It has the
 * images of labs, and keeps everything in memory.
 */
export class SecondEngine {
  readonly docker: Docker;
  readonly socket: string;
  private readonly folder: string;
  private readonly machine: TrialMachine;
  private readonly relays: Server[] = [];
  private address = '';
  /** Containers that an engine which was killed has forgotten. */
  private readonly lost: string[] = [];

  private constructor(folder: string, machine: TrialMachine) {
    this.folder = folder;
    this.machine = machine;
    this.socket = join(folder, 'docker.sock');
    this.docker = new Docker({ socketPath: this.socket });
  }

  /** `clusters`: it shall be able to make clusters too. */
  static async start({ clusters = false } = {}): Promise<SecondEngine> {
    const disk = `rw,size=${clusters ? large : small},mode=711`;
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
      await engine.openLoopback();
      const images = [
        'host',
        'workstation',
        'observer',
        ...(clusters ? ['baked-node' as const] : []),
      ] as const;
      await engine.take(await Promise.all(images.map(builtImage)));
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
    // What it had begun and not written down yet it does not know any more, or takes for something that never ran: no call of a client
    // can end it. All others it has ended before it answers, but for those that it has started again.
    const running = new Set((await this.docker.listContainers()).map(({ Id }) => Id));
    const shims = await this.sh('pgrep --list-full containerd-shim; true');
    for (const [, id = ''] of shims.matchAll(/ -id ([0-9a-f]{64})/g))
      if (!running.has(id)) this.lost.push(id);
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

  /** What it publishes at this port of its own loopback interface can be reached at the same one of this machine's. */
  publish(port: number): void {
    const relay = createServer((near) => {
      const far = connect(port, this.address);
      near.on('error', () => far.destroy()).pipe(far);
      far.on('error', () => near.destroy()).pipe(near);
    });
    this.relays.push(relay.listen(port, '127.0.0.1'));
  }

  async remove(): Promise<void> {
    for (const relay of this.relays) relay.close();
    await this.machine.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Who comes to a high port of its machine comes to the loopback interface there. */
  private async openLoopback(): Promise<void> {
    await this.sh(
      `echo 1 >/proc/sys/net/ipv4/conf/eth0/route_localnet
       iptables --table nat --insert PREROUTING --in-interface eth0 --protocol tcp --dport 20000: --jump DNAT --to-destination 127.0.0.1`,
    );
    this.address = await this.sh("hostname --all-ip-addresses | cut -d ' ' -f 1");
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
