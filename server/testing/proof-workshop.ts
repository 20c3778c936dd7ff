import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld, type MemoryMachine, type ProgramCall } from '#adapters/memory/machines-world.ts';
import { MemoryObserver } from '#adapters/memory/observer.ts';
import { MemoryOriginals } from '#adapters/memory/originals.ts';
import { MemoryHostRuntime, MemoryClusterRuntime } from '#adapters/memory/runtimes.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { preparedLabs } from '#app/proof/prepared-labs.ts';
import type { ProofLabs } from '#app/proof/proof-labs.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import type { ExecResult } from '#ports/machines.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { sampleScenario } from './sample-scenario.ts';
import { TestLab } from './test-lab.ts';

const alive = '/etc/alive';
const plain = '/etc/plain';
const done = (stdout = ''): ExecResult => ({ exit: 0, stdout, stderr: '' });

/** What a script of the workshop's scenarios does to the workstation, by the name of its file. */
const works: Readonly<Record<string, (files: MemoryMachine['files']) => void>> = {
  'setup.sh': (files) => void files.set(alive, file),
  'solve.sh': (files) => void files.set(plain, file),
  'undo.sh': (files) => void files.delete(plain),
  'break.sh': (files) => void files.delete(alive),
};
const file = { content: Buffer.from('yes'), mode: '0644', uid: 0, gid: 0 };

/** Many labs in memory, each with a workstation of its own, for proofs of scenarios whose scripts are known by name. */
export class ProofWorkshop {
  readonly world = new MemoryWorld();
  readonly machines = new MemoryMachines(this.world);
  readonly deps: GradingDeps;
  readonly labs: ProofLabs;
  /** The most labs that there were at the same time. */
  most = 0;
  /** Called at the start of each script. */
  onScript: (name: string) => void = () => undefined;

  constructor() {
    const { clock } = new TestLab().deps();
    const clusters = new MemoryClusterRuntime(this.world, clock);
    this.deps = {
      observer: new MemoryObserver(this.world),
      clusterApi: new MemoryClusterApi(),
      machines: this.machines,
      originals: new MemoryOriginals(),
      clusters,
      calm: new NetworkCalm(clock),
      clock,
      ids: new CountingIds(),
    };
    this.world.programs.set('/bin/bash', (call) => this.script(call));
    this.world.programs.set('/bin/rm', ({ machine, argv }) => {
      machine.files.delete(argv.at(-1) ?? '');
      return done();
    });
    this.world.programs.set('/usr/bin/getent', () => done('learner:x:1000:1000'));
    this.world.programs.set('/usr/bin/find', ({ machine }) => done(listed(machine)));
    this.world.programs.set('/usr/bin/docker', () => done());
    this.labs = preparedLabs({
      ...this.deps,
      hosts: new MemoryHostRuntime(this.world, clock),
      clusters,
      seed: () => 'seed',
      imageRef: async (name) => name,
      nodeImage: async () => 'node',
      runSetup: ({ lab, loaded, ...run }, part) =>
        runSetup({ lab: lab.id, loaded, vars: lab.vars, deps: this.deps, run }, part),
    });
  }

  /** A script takes some turns of the event loop, so that others can run beside it. */
  private async script({ machine, argv }: ProgramCall): Promise<ExecResult> {
    const name = machine.files.get(argv[1] ?? '')?.content.toString() ?? '';
    this.onScript(name);
    for (let turn = 0; turn < 5; turn++) {
      this.most = Math.max(this.most, this.world.labs.size);
      await new Promise((resolve) => setImmediate(resolve));
    }
    works[name]?.(machine.files);
    return done();
  }
}

const listed = ({ files }: MemoryMachine): string =>
  [...files].map(([path, { content }]) => `${path}\t${content.length}\n`).join('');

const nodeFile = (id: string, path: string) => ({
  id,
  title: id,
  type: 'node.file',
  on: 'workstation',
  path,
});

/** A scenario about two files of the workstation that keeps its promises, unless `more` replaces some of its fields. */
export function workshopScenario(id: string, more: Readonly<Record<string, unknown>> = {}): LoadedScenario {
  const scenario = sampleScenario({
    id,
    points: 4,
    environment: { kind: 'host', hosts: [{ name: 'docker-host' }] },
    setup: [{ say: 'Begin', run: { on: 'workstation', script: 'setup.sh' } }],
    tasks: [
      {
        id: 'first',
        title: 'First',
        prompt: 'Write it.',
        points: 4,
        checks: [{ ...nodeFile('plain', plain), points: 4 }],
      },
    ],
    guards: [nodeFile('alive', alive)],
    solutions: [{ id: 'one', script: 'solve.sh' }],
    wrong: [
      {
        id: 'undone',
        say: 'u',
        after: { solution: 'one' },
        script: 'undo.sh',
        mustFail: ['plain'],
        maxPoints: 0,
      },
      { id: 'broken', say: 'b', script: 'break.sh', mustFail: ['alive'], maxPoints: 0 },
    ],
    deleteEverything: { script: 'break.sh' },
    ...more,
  });
  return { scenario, story: '', explain: '', file: async (path) => path };
}
