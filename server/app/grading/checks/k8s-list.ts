import { expectationWords, judgeExpectations } from '#domain/grading/expectations.ts';
import { refWords } from '#domain/grading/words.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

/** All objects of a kind, of one Namespace or of the cluster, without what the grader itself made. */
export const k8sList: CheckModule<'k8s.list', KubeObject[]> = {
  type: 'k8s.list',
  deadlineMs: () => 15_000,

  expected({ expect }) {
    return expectationWords(expect);
  },

  async observe({ ref }, { clusterApi, lab, signal }) {
    const probe = `the API server, asked for ${refWords(ref)}`;
    const asked = await clusterApi.list(lab, ref, signal);
    if (asked.kind === 'unknown') return unknown(asked.reason, probe);
    return seen(asked.kind === 'found' ? asked.value : [], probe);
  },

  judge({ ref, expect, show }, items, vars) {
    const { ok, found } = judgeExpectations(expect, { items }, vars, show);
    return { ok, found: `${found} (${items.length} ${ref.kind} objects)` };
  },
};
