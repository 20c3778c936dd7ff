import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { writeNewScenario } from '#adapters/fs/new-scenario.ts';
import { FsScenarioLibrary, readCurriculum } from '#adapters/fs/scenario-library.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { randomIds } from '#adapters/node/ids.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import { TestLab } from '../../../testing/test-lab.ts';
import { hostScenario } from '../../../testing/scenarios.ts';
import { formatted } from '../../../cli/grade/formats.ts';
import { gradeOwnCluster, type OwnReport } from './grade-own-cluster.ts';

const trialPack =
  'schema: cks-lab-pack/1\nid: trial\nname: Trial\nversion: 0.1.0\nlicence: Apache-2.0\ndescription: For tests\n';

const scenarios = join(import.meta.dirname, '../../../../scenarios');
const lab = randomIds.lab();
const signal = new AbortController().signal;
let example: Scenario;

// The scenario that `ckslab scenario new` writes: some of its checks only read, others need a Pod of the grader.
beforeAll(async () => {
  const pack = await mkdtemp(join(tmpdir(), 'cks-lab-own-'));
  const wanted = {
    id: 'ch1',
    title: 'T',
    domain: 'cluster-hardening',
    competency: 'CH2',
    minutes: 10,
  } as const;
  const places = { templates: join(scenarios, '.template'), pack, schema: join(scenarios, 'schema.json') };
  await writeNewScenario({ ...wanted, kind: 'cluster' }, places);
  const curriculum = await readCurriculum(join(scenarios, 'curriculum.yaml'));
  await writeFile(join(pack, 'pack.yaml'), trialPack);
  const library = new FsScenarioLibrary({ packs: [{ folder: pack, shown: 'trial' }], curriculum });
  await library.reload();
  await rm(pack, { recursive: true });
  const [loaded] = library.all();
  if (loaded === undefined) throw new Error('the example cannot be read');
  example = loaded.scenario;
});

const token = { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } };
const inDepot = (name: string, more: object = {}) => ({
  name,
  namespace: 'depot',
  labels: { app: name },
  ...more,
});
const pod = (name: string, volumes: object[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: inDepot(name),
  spec: { volumes },
});

/** A cluster in which somebody did the work of the example, in one of its ways. */
async function cluster(more: { courierVolumes?: object[] } = {}): Promise<MemoryClusterApi> {
  const api = new MemoryClusterApi();
  api.start(lab);
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'depot' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: inDepot('courier') },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: inDepot('courier', { generation: 1 }),
      spec: { template: { spec: { automountServiceAccountToken: false } } },
      status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1 },
    },
    pod('courier', more.courierVolumes ?? []),
    pod('clerk', [token]),
  ];
  for (const object of objects) await api.apply(lab, stringify(object), signal);
  return api;
}

const grade = (clusterApi: ClusterApi, given: Record<string, string> = {}, scenario = example) =>
  gradeOwnCluster({
    scenario,
    given,
    clusterApi,
    // Waits of a retry pass at once.
    clock: new TestLab().deps().clock,
    ids: { ...randomIds, lab: () => lab },
    signal,
  });
const resultsOf = (report: OwnReport) =>
  Object.fromEntries(report.results.map(({ check, result }) => [check, result]));

test('what can be read is judged, what needs a lab is not possible, and together that is well', async () => {
  const report = await grade(await cluster());
  expect(resultsOf(report)).toEqual({
    'courier-works': 'not-possible',
    'courier-up': 'pass',
    'courier-answers': 'not-possible',
    'no-token': 'pass',
    setting: 'pass',
    'template-says-so': 'pass',
    'account-says-so': 'fail',
    'clerk-token': 'pass',
  });
  expect(report).toMatchObject({ ok: true, earned: 10, reachable: 10 });
  const parts = report.results.find(({ check }) => check === 'courier-answers');
  expect(parts?.found).toBe('not possible here: net.connect needs a Pod of the grader');
});

test('one thing that does not hold makes the whole not well', async () => {
  const report = await grade(await cluster({ courierVolumes: [token] }));
  expect(resultsOf(report)['no-token']).toBe('fail');
  expect(report).toMatchObject({ ok: false, earned: 3, reachable: 10 });
});

test('a cluster that does not answer is neither well nor failed', async () => {
  const api = await cluster();
  api.stop(lab);
  const report = await grade(api);
  expect(resultsOf(report)).toMatchObject({ 'no-token': 'unknown', 'courier-answers': 'not-possible' });
  expect(report.ok).toBe(false);
});

const readingOf = (api: MemoryClusterApi): ClusterApi => ({
  get: (...asked) => api.get(...asked),
  list: (...asked) => api.list(...asked),
  pathOf: (...asked) => api.pathOf(...asked),
  request: touched,
  create: touched,
  delete: touched,
  apply: touched,
  exec: touched,
});

function touched(): never {
  throw new Error('the cluster is not to be touched');
}

test('nothing is created, changed or removed in the cluster', async () => {
  const api = await cluster();
  const old = { ...inDepot('grader-old'), labels: { 'cks-lab/grader': 'true' } };
  await api.apply(lab, stringify({ apiVersion: 'v1', kind: 'Pod', metadata: old, spec: {} }), signal);
  expect((await grade(readingOf(api))).ok).toBe(true);
});

test('variables that the checks ask for have to be given, unknown ones are refused', async () => {
  const api = await cluster();
  const [task] = example.tasks;
  const check = {
    ...task?.checks[1],
    expect: [{ cel: 'string(items.size()) == vars.port', say: 'as many as {{vars.port}}' }],
  };
  const asking = { ...example, tasks: [{ ...task, checks: [check] }] } as Scenario;
  await expect(grade(api, {}, asking)).rejects.toThrow('ask for port');
  await expect(grade(api, { prot: '1' }, asking)).rejects.toThrow('no variable prot');
  expect(resultsOf(await grade(api, { port: '1' }, asking))['no-token']).toBe('pass');
});

test('a scenario without anything to read is refused', async () => {
  await expect(grade(await cluster(), {}, hostScenario('h').scenario)).rejects.toThrow(
    'nothing can be checked',
  );
});

test('the three formats tell the same', async () => {
  const report = await grade(await cluster());
  expect(JSON.parse(formatted(report, 'json'))).toEqual(report);
  const text = formatted(report, 'text');
  expect(text).toContain('✓ No Pod of courier holds a token (7)');
  expect(text).toContain(
    '· courier answers on its port: not possible here: net.connect needs a Pod of the grader',
  );
  expect(text).toContain('3 passed, 0 failed, 1 not possible here. 10 of 10 points');
  // The setting stands in one of two places, which is enough.
  expect(text).toContain('✗ The ServiceAccount says so\n  ✓ guard');
  const junit = formatted(report, 'junit');
  expect(junit).toContain('tests="4" failures="0" errors="0" skipped="1"');
  expect(junit.match(/<testcase/g)).toHaveLength(4);
});
