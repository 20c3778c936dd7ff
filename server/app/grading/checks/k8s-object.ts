import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import { refWords } from '#domain/grading/words.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

/** An object of the API, by name. `undefined` when there is none. */
export const k8sObject: CheckModule<'k8s.object', KubeObject | undefined> = {
  type: 'k8s.object',
  deadlineMs: () => 15_000,

  expected({ ref, exists, expect }) {
    if (!exists) return `there is no ${refWords(ref)}`;
    return expect === undefined ? `${refWords(ref)} exists` : `${refWords(ref)}: ${expectationWords(expect)}`;
  },

  async observe({ ref }, { clusterApi, lab, signal }) {
    const probe = `the API server, asked for ${refWords(ref)}`;
    const asked = await clusterApi.get(lab, ref, signal);
    if (asked.kind === 'unknown') return unknown(asked.reason, probe);
    return seen(asked.kind === 'found' ? asked.value : undefined, probe);
  },

  judge({ ref, exists, expect, show }, object, vars) {
    if (object === undefined) return { ok: !exists, found: `there is no ${refWords(ref)}` };
    if (!exists) return { ok: false, found: `${refWords(ref)} exists` };
    if (expect === undefined) return { ok: true, found: `${refWords(ref)} exists` };
    return judgeExpectations(expect, { self: object }, vars, show);
  },
};
