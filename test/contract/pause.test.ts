import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { gradeLab } from '#app/grading/grade-lab.ts';
import { nodeImage } from '#app/images/node-image.ts';
import { neededImages } from '#app/labs/needed-images.ts';
import { preparedLabs } from '#app/proof/prepared-labs.ts';
import type { ProofLab } from '#app/proof/proof-labs.ts';
import { runScript } from '#app/setup/run-script.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import type { GradeReport } from '#contract/grading.ts';
import { nodesOf } from '#domain/lab/machines-of.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { readConfig } from '../../server/config.ts';
import { labSide, openImages } from '../../server/lab-side.ts';
import { openLibrary } from '../../server/scenario-side.ts';
import { testOwner } from '../support/test-owner.ts';
import { settled } from './image-trial.ts';
import { recordedRun, unstopped } from './trial-world.ts';

// What a learner has solved is still solved after a pause, on a cluster and on a host, and what ran runs again. That a cluster stands
// a pause of many days is shown without moving the machine's clock: what could run out is looked at, and what a control plane knows
// of the time before is made old.

const config = readConfig({ ...process.env });
const owner = testOwner();
const { hosts, engine: _, ...side } = await labSide(config, owner);
const { clusters, machines } = side;
const builder = await openImages(config);
const library = await openLibrary(config);
const labs = preparedLabs({
  ...side,
  hosts,
  seed: randomUUID,
  imageRef: (name) => builder.ref(name),
  nodeImage: async (signal) => nodeImage(await builder.list(signal)),
  runSetup: ({ lab, loaded, ...run }, part) =>
    runSetup({ lab: lab.id, loaded, vars: lab.vars, deps: side, run }, part),
});
const docker = new Docker();
const filters = { label: [`cks-lab/owner=${owner}`] };

afterAll(async () => {
  for (const { lab } of await machines.seen(unstopped())) await machines.destroy(lab, unstopped());
});

/** A lab of the scenario, solved, with the report that says so. */
async function solvedLab(
  id: string,
): Promise<{ loaded: LoadedScenario; lab: ProofLab; before: GradeReport }> {
  const loaded = library.get(id);
  const [solution] = loaded?.scenario.solutions ?? [];
  if (loaded === undefined || solution === undefined) throw new Error(`no solved scenario ${id}`);
  const building = { signal: unstopped(), onStep: () => undefined, onImage: () => undefined };
  await builder.build(neededImages(loaded.scenario.environment), building);
  const lab = await labs.start(loaded, unstopped());
  const { on, user, script } = solution;
  const text = await loaded.file(script);
  const how = { lab: lab.lab, on, user, name: script, text, vars: lab.vars };
  await runScript(side.machines, { ...how, timeoutMs: 300_000, signal: unstopped() });
  const before = await settled(
    () => grade(loaded, lab),
    ({ earned, possible }) => earned === possible,
    120_000,
  );
  expect(before.earned).toBe(before.possible);
  return { loaded, lab, before };
}

function grade(loaded: LoadedScenario, lab: ProofLab): Promise<GradeReport> {
  const { scenario } = loaded;
  const read = (path: string): Promise<string> => loaded.file(path);
  return gradeLab({
    ...lab,
    scenario,
    file: read,
    deps: side,
    onSettled: () => undefined,
    signal: unstopped(),
  });
}

async function sh({ lab }: ProofLab, machine: string, script: string): Promise<string> {
  const limits = { signal: unstopped(), timeoutMs: 90_000 };
  const { exit, stdout, stderr } = await machines.exec(lab, machine, ['/bin/bash', '-ec', script], limits);
  if (exit !== 0) throw new Error(`${script}: ${exit}: ${stderr}`);
  return stdout.trim();
}

const verdicts = ({ checks }: GradeReport) =>
  Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));
const policies = async (): Promise<string[]> => {
  const all = await docker.listContainers({ all: true, filters });
  const seen = await Promise.all(all.map(({ Id }) => docker.getContainer(Id).inspect()));
  return seen.map(({ HostConfig }) => HostConfig.RestartPolicy?.Name ?? '').sort();
};
const addresses = async (): Promise<Record<string, string>> => {
  const all = await docker.listContainers({ filters });
  const where = all.map(({ Names, NetworkSettings }) => [
    Names[0] ?? '',
    Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '',
  ]);
  return Object.fromEntries(where);
};
const running = async (): Promise<number> => (await docker.listContainers({ filters })).length;

describe('a solved cluster', () => {
  let solved: Awaited<ReturnType<typeof solvedLab>>;
  let resumedAt: number;
  let policiesBefore: string[];
  let addressesBefore: Record<string, string>;
  let podsBefore: string[];

  beforeAll(async () => {
    solved = await solvedLab('cs01-netpol-two-tiers');
    policiesBefore = await policies();
    addressesBefore = await addresses();
    podsBefore = await pods();
  });

  /** Each by what no other Pod ever has, with when it is to be gone. */
  async function pods(): Promise<string[]> {
    const each = '{range .items[*]}{.metadata.uid} {.metadata.deletionTimestamp}{"\\n"}{end}';
    const said = await sh(
      solved.lab,
      'cp',
      `kubectl --kubeconfig /etc/kubernetes/admin.conf get pods --all-namespaces --output jsonpath='${each}'`,
    );
    return said.split('\n').toSorted((a, b) => a.localeCompare(b));
  }

  test('is stopped as a whole, and no engine that starts again would start any of it', async () => {
    await ageTheCluster();
    await machines.stop(solved.lab.lab, unstopped());
    await machines.stop(solved.lab.lab, unstopped());
    expect(await running()).toBe(0);
    expect(new Set(await policies())).toEqual(new Set(['no']));
  });

  test('comes back, told in steps', async () => {
    const run = recordedRun();
    resumedAt = Date.now();
    await machines.start(solved.lab.lab, unstopped());
    await clusters.recover(solved.lab.lab, nodesOf(solved.loaded.scenario.environment), run);
    const ended = run.steps.flatMap((step) => (step.phase === 'end' && step.ok ? [step.id] : []));
    expect(ended).toEqual(['control-plane', 'cni', 'dns']);
    expect(await policies()).toEqual(policiesBefore);
    expect(await addresses()).toEqual(addressesBefore);
  });

  test('is still solved', async () => {
    const after = async () => verdicts(await grade(solved.loaded, solved.lab));
    await expect.poll(after, { timeout: 120_000 }).toEqual(verdicts(solved.before));
  });

  test('has a workstation that reaches node and cluster as before', async () => {
    const { lab } = solved.lab;
    const limits = {
      signal: unstopped(),
      timeoutMs: 30_000,
      user: 'learner',
      env: { HOME: '/home/learner' },
    };
    const ssh = await machines.exec(lab, 'workstation', ['/usr/bin/ssh', 'cp', 'hostname'], limits);
    expect(ssh.stdout).toBe('cp\n');
    const kubectl = ['/usr/local/bin/kubectl', 'get', '--raw', '/readyz'];
    expect((await machines.exec(lab, 'workstation', kubectl, limits)).stdout).toBe('ok');
  });

  /** Leaves a node whose last sign of life is a month old, as it is after a month in which everything stood still. */
  async function ageTheCluster(): Promise<void> {
    const monthAgo = '$(date --utc --date "30 days ago" +%FT%TZ)';
    await sh(
      solved.lab,
      'cp',
      `export KUBECONFIG=/etc/kubernetes/admin.conf
       systemctl stop kubelet
       kubectl --namespace kube-node-lease patch lease cp --type merge --patch '{"spec":{"renewTime":"'"$(date --utc --date '30 days ago' +%FT%T.000000Z)"'"}}'
       kubectl patch node cp --subresource status --type strategic --patch \
         '{"status":{"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"'"${monthAgo}"'"}]}}'`,
    );
  }

  test('has forgotten the age of its node: the lease is new, and no Pod was evicted', async () => {
    const Lease = z.object({ spec: z.object({ renewTime: z.string() }) });
    const said = await sh(
      solved.lab,
      'cp',
      'kubectl --kubeconfig /etc/kubernetes/admin.conf --namespace kube-node-lease get lease cp --output json',
    );
    expect(Date.parse(Lease.parse(JSON.parse(said)).spec.renewTime)).toBeGreaterThan(resumedAt);
    expect(await pods()).toEqual(podsBefore);
  });

  test('has no certificate that runs out within 300 days', async () => {
    const seconds = 300 * 24 * 3600;
    const said = await sh(
      solved.lab,
      'cp',
      `count=0
       check() { count=$((count + 1)); openssl x509 -noout -checkend ${seconds} >/dev/null || echo "too short: $1"; }
       while read -r file; do check "$file" <"$file"; done < <(
         grep --recursive --files-with-matches 'BEGIN CERTIFICATE' /etc/kubernetes/pki /var/lib/kubelet/pki)
       for file in /etc/kubernetes/*.conf; do
         data=$(sed -n 's/.*client-certificate-data: //p' "$file")
         [ -z "$data" ] || check "$file" < <(base64 --decode <<<"$data")
       done
       export KUBECONFIG=/etc/kubernetes/admin.conf
       # What the network plugin and others keep in Secrets.
       kubectl get secrets --all-namespaces --output json |
         jq --raw-output '.items[].data // {} | to_entries[] | select(.key | endswith(".crt")) | .value' |
         while read -r data; do check secret < <(base64 --decode <<<"$data"); done
       echo "$count"`,
    );
    expect(said).toMatch(/^\d+$/);
    expect(Number(said)).toBeGreaterThanOrEqual(10);
  });

  test('has given every Pod a token that was issued since', async () => {
    const said = await sh(
      solved.lab,
      'cp',
      `find /var/lib/kubelet/pods/*/volumes/kubernetes.io~projected -name token | while read -r file; do
         part=$(cut -d . -f 2 "$file" | tr '_-' '/+'); while [ $((\${#part} % 4)) -gt 0 ]; do part+='='; done
         base64 --decode <<<"$part" | jq .iat
       done`,
    );
    const issued = said.split('\n').map(Number);
    expect(issued.length).toBeGreaterThan(2);
    // A token is valid from a little before it was asked for.
    for (const iat of issued) expect(iat * 1000).toBeGreaterThan(resumedAt - 60_000);
  });
});

describe('a solved host', () => {
  let solved: Awaited<ReturnType<typeof solvedLab>>;
  let host: string;

  beforeAll(async () => {
    solved = await solvedLab('sh11-docker-tls');
    host = solved.loaded.scenario.environment.hosts[0]?.name ?? '';
    await sh(
      solved.lab,
      host,
      `docker --host unix:///run/docker.sock run --detach --name once lab.local/workloads:1 sleep infinity
       printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/once.service
       systemctl daemon-reload && systemctl start once.service`,
    );
    await machines.stop(solved.lab.lab, unstopped());
    await machines.start(solved.lab.lab, unstopped());
    const run = recordedRun();
    await hosts.recoverHost(solved.lab.lab, host, run);
    expect(run.steps.flatMap((step) => (step.phase === 'note' ? [step.text] : []))).toEqual([
      'starting what ran',
    ]);
  });

  test('is still solved after a pause', async () => {
    const after = async () => verdicts(await grade(solved.loaded, solved.lab));
    await expect.poll(after, { timeout: 120_000 }).toEqual(verdicts(solved.before));
  });

  test('runs what ran, also what would not start at a boot', async () => {
    const inspect = `docker --host unix:///run/docker.sock inspect --format '{{.State.Running}}' once`;
    expect(await sh(solved.lab, host, inspect)).toBe('true');
    expect(await sh(solved.lab, host, 'systemctl is-active once.service')).toBe('active');
  });
});
