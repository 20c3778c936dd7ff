import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadPrograms } from '#adapters/images/programs.ts';
import { KindClusterRuntime, type ClusterRuntimeParts } from '#adapters/kind/kind-cluster-runtime.ts';
import type { LabId } from '#contract/ids.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import type { Audience, ClusterRun, ClusterRuntime, ClusterSpec } from '#ports/runtimes.ts';

type Parts = Omit<ClusterRuntimeParts, 'kind'>;
/** The path of the built program; builds it when it is not there. */
type FindProgram = (signal: AbortSignal, note: (text: string) => void) => Promise<string>;

/** Clusters by a kind that may have to be built first: the server answers before that, and host labs never need it. */
export class KindOnDemand implements ClusterRuntime {
  private readonly parts: Parts;
  private readonly findKind: FindProgram;

  constructor(parts: Parts, findKind: FindProgram) {
    this.parts = parts;
    this.findKind = findKind;
  }

  async create(lab: LabId, spec: ClusterSpec, run: ClusterRun): Promise<void> {
    const note = (text: string): void =>
      run.onStep({ id: 'kind', title: 'Build kind', at: this.parts.clock.now(), phase: 'note', text });
    const runtime = await this.runtime(run.signal, note);
    await runtime.create(lab, spec, run);
  }

  async recover(lab: LabId, nodes: readonly MachineName[], run: Run): Promise<void> {
    const runtime = await this.runtime(run.signal, () => undefined);
    await runtime.recover(lab, nodes, run);
  }

  async settle(lab: LabId, since: number, run: Run): Promise<void> {
    const runtime = await this.runtime(run.signal, () => undefined);
    await runtime.settle(lab, since, run);
  }

  async kubeconfig(lab: LabId, audience: Audience, signal: AbortSignal): Promise<string> {
    const runtime = await this.runtime(signal, () => undefined);
    return runtime.kubeconfig(lab, audience, signal);
  }

  private async runtime(signal: AbortSignal, note: (text: string) => void): Promise<ClusterRuntime> {
    return new KindClusterRuntime({ ...this.parts, kind: await this.findKind(signal, note) });
  }
}

/** Finds a program that `toolsDir` declares among those that are built; builds it when it is not there. */
export async function programFinder(name: string, toolsDir: string, cacheDir: string): Promise<FindProgram> {
  const programs = await loadPrograms(toolsDir);
  const log = join(cacheDir, 'logs', `${name}.log`);
  return async (signal, note) => {
    await mkdir(dirname(log), { recursive: true });
    return programs.file(name, { cacheDir, signal, note, log });
  };
}

/** What kind and the Docker client need to reach the same engine as this process; nothing else of its environment. */
export function clientEnvironment(env: NodeJS.ProcessEnv): Record<string, string> & { PATH: string } {
  const names = [
    'HOME',
    'DOCKER_HOST',
    'DOCKER_CONTEXT',
    'DOCKER_CONFIG',
    'DOCKER_CERT_PATH',
    'DOCKER_TLS_VERIFY',
  ];
  const given = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { PATH: env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', ...Object.fromEntries(given) };
}
