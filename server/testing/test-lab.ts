import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryOriginals } from '#adapters/memory/originals.ts';
import { LabId, RunId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import type { ObjectRef, PodRef } from '#contract/scenario/parts.ts';
import { LeafCheck } from '#contract/scenario/checks.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import type { Clock } from '#ports/clock.ts';
import type { ApiReply, ApiRequest, Asked, ClusterApi, KubeObject } from '#ports/cluster-api.ts';
import type { ExecOptions, ExecResult, FileToPut, Machines } from '#ports/machines.ts';
import type { Observer } from '#ports/observer.ts';
import { searchFolders } from '#app/grading/called-programs.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { look } from '#app/grading/look.ts';
import type { Finding } from '#app/grading/look.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import { openScene } from '#app/grading/open-scene.ts';

type AnyAnswer = Answer<Question>;

/** Everything that a grader may ask, answered by what a test puts in. */
export class TestLab {
  readonly id = LabId.parse('lab-aaaaaaaa');
  /** What the API server holds; a text means that it cannot be asked, and why. */
  objects: KubeObject[] | string = [];
  sees: (question: Question, machine: string) => AnyAnswer = () => ({
    kind: 'unknown',
    reason: 'no observer',
  });
  /** Are the folders of programs empty? Otherwise `sees` tells what is in them. */
  hasNoPrograms = true;
  runs: (argv: readonly string[], machine: string, options: ExecOptions) => ExecResult = () => {
    throw new Error('no machine');
  };
  runsInPod: (argv: readonly string[], pod: PodRef) => Asked<ExecResult> = () => ({
    kind: 'unknown',
    reason: 'no kubelet',
  });
  /** What plain requests of the API are answered. */
  replies: (request: ApiRequest) => ApiReply = ({ path }) => ({ status: 404, text: `no ${path}` });
  /** Reads a file of the scenario's folder. */
  file: (path: string) => Promise<string> = async (path) => `contents of ${path}`;
  /** What happened to the lab, in order. */
  readonly log: string[] = [];
  readonly files: FileToPut[] = [];
  readonly originals = new MemoryOriginals();
  /** What the server keeps of the cluster's credentials. */
  kubeconfig = 'apiVersion: v1\nkind: Config\n';
  vars: Vars = {};
  private time = 1_700_000_000_000;

  deps(): GradingDeps {
    const ids = Object.assign(new CountingIds(), { run: () => RunId.parse('run-aaaaaaaaaaaa') });
    return {
      observer: this.observer(),
      clusterApi: this.cluster(),
      machines: this.machines(),
      originals: this.originals,
      clusters: { kubeconfig: async () => this.kubeconfig },
      calm: new NetworkCalm(this.clock()),
      clock: this.clock(),
      ids,
    };
  }

  /** Looks once at a check, written as an author writes it. */
  async look(fields: Record<string, unknown>, secrets: readonly string[] = []): Promise<Finding> {
    const deps = this.deps();
    const signal = new AbortController().signal;
    const { file, vars } = this;
    const { scene, close } = openScene({ deps, lab: this.id, vars, run: 'run-a', file, signal });
    const finding = await look(
      LeafCheck.parse({ id: 'c', title: 'C', ...fields }),
      scene,
      deps.clock,
      secrets,
    );
    await close(signal);
    return finding;
  }

  private observer(): GradingDeps['observer'] {
    const ask: Observer['ask'] = async (_lab, machine, question) => {
      const isEmpty = this.hasNoPrograms && question.kind === 'tree' && searchFolders.includes(question.path);
      const answer: AnyAnswer = isEmpty
        ? { kind: 'tree', exists: true, entries: [] }
        : this.sees(question, machine);
      return answer as Answer<typeof question>;
    };
    return { ask, ready: () => ({ ask, close: async () => undefined }) };
  }

  private machines(): Machines {
    return {
      seen: never,
      stop: never,
      start: never,
      endedWithEngine: never,
      destroy: never,
      exec: async (_lab, machine, argv, options) => {
        this.log.push(`${machine}: ${argv.join(' ')}`);
        return this.runs(argv, machine, options);
      },
      put: async (_lab, machine, files) => {
        this.files.push(...files);
        for (const { path } of files) this.log.push(`${machine}: put ${path}`);
      },
    };
  }

  private cluster(): ClusterApi {
    return {
      get: async (_lab, ref) => this.find(ref, (all) => all[0]),
      list: async (_lab, ref) => this.find(ref, (all) => all),
      apply: async (_lab, manifest) => {
        this.log.push(`apply ${manifest.trim()}`);
      },
      create: async (_lab, object) => {
        if (typeof this.objects === 'string') return { kind: 'unknown', reason: this.objects };
        const { name, namespace } = object['metadata'] as { name: string; namespace: string };
        const made = pod(name, namespace, {}, { metadata: object['metadata'] as object });
        this.objects.push(made);
        this.log.push(`create ${namespace}/${name}`);
        return { kind: 'found', value: made };
      },
      delete: async (_lab, ref) => {
        this.log.push(`delete ${ref.namespace}/${ref.name}`);
        if (typeof this.objects !== 'string') this.objects = this.objects.filter((o) => !fits(o, ref));
      },
      pathOf: async (_lab, { kind, namespace, name }) => ({
        kind: 'found',
        value: [`/${namespace}/${kind.toLowerCase()}s`, ...(name === undefined ? [] : [name])].join('/'),
      }),
      request: async (_lab, request) => {
        if (typeof this.objects === 'string') return { kind: 'unknown', reason: this.objects };
        this.log.push(`${request.method} ${request.path}`);
        return { kind: 'found', value: this.replies(request) };
      },
      exec: async (_lab, ref, argv) => this.runsInPod(argv, ref),
    };
  }

  private find<T>(ref: ObjectRef, pick: (all: KubeObject[]) => T | undefined): Asked<T> {
    if (typeof this.objects === 'string') return { kind: 'unknown', reason: this.objects };
    const value = pick(this.objects.filter((object) => fits(object, ref)));
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
  }

  /** Waits of a retry pass at once; deadlines, which are longer, never come. */
  private clock(): Clock {
    return {
      now: () => this.time,
      elapsed: () => this.time,
      delay: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          if (ms >= 10_000) return;
          this.time += ms;
          resolve();
        }),
    };
  }
}

function never(): never {
  throw new Error('the grader has no business here');
}

function fits(object: KubeObject, ref: ObjectRef): boolean {
  const {
    name,
    namespace,
    labels = {},
  } = object['metadata'] as {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
  };
  return (
    object['kind'] === ref.kind &&
    (ref.name === undefined || ref.name === name) &&
    (ref.namespace === undefined || ref.namespace === namespace) &&
    Object.entries(ref.labels ?? {}).every(([key, value]) => labels[key] === value)
  );
}

/** An object as the API gives it. */
export function object(
  kind: string,
  name: string,
  namespace: string | undefined,
  more: object = {},
): KubeObject {
  const { metadata = {}, ...rest } = more as { metadata?: object };
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, uid: `uid-${name}`, ...(namespace !== undefined && { namespace }), ...metadata },
    ...rest,
  };
}

/** A Pod that runs and is ready, on the control plane. */
export function pod(
  name: string,
  namespace: string,
  labels: Record<string, string>,
  more: object = {},
): KubeObject {
  return object('Pod', name, namespace, {
    metadata: { labels },
    spec: { nodeName: 'cp', containers: [{ name: 'main' }] },
    status: { phase: 'Running', podIP: '10.0.0.9', conditions: [{ type: 'Ready', status: 'True' }] },
    ...more,
  });
}
