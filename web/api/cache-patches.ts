import type { QueryClient } from '@tanstack/react-query';
import type { ImageStatus, LabDetail } from '#contract/api.ts';
import type { CheckResult, GradeReport, HintText } from '#contract/grading.ts';
import type { LabView } from '#contract/lab.ts';
import type { OpenShells } from '#contract/open-shells.ts';
import { mergeReport, settle, startRun } from './live-run.ts';
import {
  attemptsQuery,
  catalogueQuery,
  labQuery,
  labsQuery,
  liveRunQuery,
  openShellsQuery,
  previewQuery,
  scenarioQuery,
  systemQuery,
} from './queries.ts';

/** Snapshots and deltas may cross on the way: the higher version is the newer. */
export function newer(known: LabView, incoming: LabView): LabView {
  return incoming.version >= known.version ? incoming : known;
}

export function patchLab(cache: QueryClient, lab: LabView): void {
  const before = cache.getQueryData(labQuery(lab.id).queryKey)?.lab;
  cache.setQueryData(labQuery(lab.id).queryKey, (known) =>
    known === undefined ? known : { ...known, lab: newer(known.lab, lab) },
  );
  cache.setQueryData(labsQuery.queryKey, (known) => known && withLab(known, lab));
  if (before === undefined || before.version >= lab.version || before.state === lab.state) return;
  // A reset drops the report, a stop ends the attempt: what hangs on the state is asked for anew.
  cache.setQueryData(liveRunQuery(lab.id).queryKey, null);
  void cache.invalidateQueries({ queryKey: labQuery(lab.id).queryKey });
  void cache.invalidateQueries({ queryKey: attemptsQuery.queryKey });
}

function withLab(labs: LabView[], lab: LabView): LabView[] {
  const at = labs.findIndex((other) => other.id === lab.id);
  const known = labs[at];
  return known === undefined ? [...labs, lab] : labs.with(at, newer(known, lab));
}

export function patchRunStarted(
  cache: QueryClient,
  event: { lab: string; run: string; only?: string | undefined; checks: number },
): void {
  cache.setQueryData(liveRunQuery(event.lab).queryKey, startRun(event.run, event.only, event.checks));
}

export function patchCheck(cache: QueryClient, lab: string, run: string, result: CheckResult): void {
  if (cache.getQueryData(labQuery(lab).queryKey)?.report?.run === run) return;
  cache.setQueryData(liveRunQuery(lab).queryKey, (live) => settle(live ?? null, run, result));
}

/** The end of a run; comes over the socket and as the answer of the request, in any order. */
const isSolved = (known: LabDetail | undefined): boolean =>
  known?.explanation === undefined && known?.report?.earned === known?.scenario.points;

export function patchReport(cache: QueryClient, lab: string, report: GradeReport): void {
  cache.setQueryData(labQuery(lab).queryKey, (known) =>
    known === undefined || known.report?.run === report.run
      ? known
      : { ...known, report: mergeReport(known.report, report) },
  );
  cache.setQueryData(liveRunQuery(lab).queryKey, (live) => (live?.run === report.run ? null : live));
  // With the last point comes the explanation, which the report does not carry.
  if (isSolved(cache.getQueryData(labQuery(lab).queryKey))) {
    void cache.invalidateQueries({ queryKey: labQuery(lab).queryKey });
  }
  void cache.invalidateQueries({ queryKey: attemptsQuery.queryKey });
  void cache.invalidateQueries({ queryKey: catalogueQuery.queryKey });
}

export function patchHint(cache: QueryClient, lab: string, hint: HintText): void {
  cache.setQueryData(labQuery(lab).queryKey, (known) => {
    if (known === undefined) return known;
    const others = known.hints.filter((other) => other.task !== hint.task || other.index !== hint.index);
    return { ...known, hints: [...others, hint].sort((a, b) => a.index - b.index) };
  });
}

export function patchImage(cache: QueryClient, image: ImageStatus): void {
  const before = cache.getQueryData(systemQuery.queryKey)?.images.find((other) => other.name === image.name);
  cache.setQueryData(systemQuery.queryKey, (known) => {
    if (known === undefined) return known;
    const at = known.images.findIndex((other) => other.name === image.name);
    return { ...known, images: at === -1 ? [...known.images, image] : known.images.with(at, image) };
  });
  if (before?.state !== image.state) void cache.invalidateQueries({ queryKey: catalogueQuery.queryKey });
}

export function patchShells(cache: QueryClient, open: OpenShells): void {
  const { queryKey } = openShellsQuery(open.lab);
  // An answer that is on its way is older than this.
  void cache.cancelQueries({ queryKey });
  cache.setQueryData(queryKey, open);
}

/** Files of scenarios have changed: whatever shows their texts or their faults is asked for anew. */
export function refreshScenarios(cache: QueryClient): void {
  const shown = [catalogueQuery, scenarioQuery(''), previewQuery(''), labQuery('')];
  for (const [kind] of shown.map(({ queryKey }): readonly string[] => queryKey)) {
    void cache.invalidateQueries({ queryKey: [kind] });
  }
}
