import type { ClusterApi } from '#ports/cluster-api.ts';
import { Fault } from '#domain/fault.ts';
import type { Machines } from '#ports/machines.ts';
import type { Observers } from '#ports/observer.ts';
import type { Originals } from '#ports/originals.ts';
import type { ClusterRuntime } from '#ports/runtimes.ts';

const reason = 'needs the machines of a lab';

/** A cluster that is read and nothing else, whatever is asked of it. */
export function readOnly(api: ClusterApi): ClusterApi {
  return {
    get: (...asked) => api.get(...asked),
    list: (...asked) => api.list(...asked),
    pathOf: (...asked) => api.pathOf(...asked),
    request: async (lab, request, signal) =>
      request.method === 'GET'
        ? api.request(lab, request, signal)
        : { kind: 'unknown', reason: 'nothing but reading is done in this cluster' },
    create: async () => ({ kind: 'unknown', reason: 'nothing is created in this cluster' }),
    exec: async () => ({ kind: 'unknown', reason: 'nothing is run in this cluster' }),
    apply: async () => Promise.reject(noMachine('nothing is applied to this cluster')),
    // Nothing was created, so there is nothing of ours to remove.
    delete: async () => undefined,
  };
}

const nobody = async () => ({ kind: 'unknown', reason }) as never;

/** There are no observers beside the nodes of a cluster of one's own. */
export const noObserver: Observers = {
  ask: nobody,
  ready: () => ({ ask: nobody, close: async () => undefined }),
};

/** The machines of a cluster of one's own are none of ours. */
export const noMachines: Machines = {
  seen: async () => [],
  exec: async () => Promise.reject(noMachine(reason)),
  put: async () => Promise.reject(noMachine(reason)),
  stop: async () => Promise.reject(noMachine(reason)),
  start: async () => Promise.reject(noMachine(reason)),
  endedWithEngine: async () => undefined,
  destroy: async () => Promise.reject(noMachine(reason)),
};

/** What the programs of its nodes were in the beginning nobody here knows. */
export const noOriginals: Originals = {
  of: async () => Promise.reject(noMachine(reason)),
};

/** No command is run there that could use one. */
export const noKubeconfig: Pick<ClusterRuntime, 'kubeconfig'> = {
  kubeconfig: async () => Promise.reject(noMachine(reason)),
};

const noMachine = (why: string): Fault =>
  new Fault('runtime.failed', `Not possible here: ${why}.`, {
    remedy: 'Start the scenario as a lab to check everything.',
  });
