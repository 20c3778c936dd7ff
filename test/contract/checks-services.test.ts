import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DockerOriginals } from '#adapters/docker/docker-originals.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import {
  digestOf,
  payloadOf,
  plainImage,
  signed,
  signer,
  taggedSignatures,
  type Upload,
} from '../../server/testing/signed-image.ts';
import { trialLook } from './trial-look.ts';
import { trialProgram } from './trial-program.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

// Services that a scenario may bring, as Debian has them, asked by checks.

const world = dockerWorld();
const lab = freshLab();
const { machines, hosts, talks } = world;
const on = 'workstation';
const grader = trialLook(lab, {
  clusterApi: new MemoryClusterApi(),
  machines,
  observer: new MachinesObserver(machines, talks),
  clusters: world.clusters,
  originals: new DockerOriginals(new Engine(), world.owner),
});
const programs = {
  registry: await trialProgram('docker-registry', { fromSid: false }),
  prometheus: await trialProgram('prometheus', { fromSid: false }),
  cosign: await trialProgram('cosign', { fromSid: true }),
};
function lacks(name: keyof typeof programs): string | undefined {
  const program = programs[name];
  return 'missing' in program ? program.missing : undefined;
}

async function shell(script: string): Promise<string> {
  const argv = ['/bin/bash', '-euc', script];
  const ran = await machines.exec(lab, on, argv, { signal: unstopped(), timeoutMs: 60_000 });
  expect(ran, script).toMatchObject({ exit: 0 });
  return ran.stdout;
}

const file = (path: string, content: string | Uint8Array) => ({
  path,
  content,
  mode: '0755',
  uid: 0,
  gid: 0,
});

/** Puts a program into the machine. */
async function bring(name: keyof typeof programs): Promise<void> {
  const program = programs[name];
  if ('missing' in program) throw new Error(program.missing);
  await machines.put(lab, on, [file(`/srv/${name}`, await readFile(program.file))], unstopped());
}

/** Starts a service and waits for its first answer. */
async function serve(command: string, url: string): Promise<void> {
  await shell(`setsid ${command} </dev/null >/srv/log 2>&1 &
curl -sS --retry 40 --retry-delay 1 --retry-connrefused -o /dev/null ${url}`);
}

beforeAll(async () => {
  await hosts.createNetwork(lab, unstopped());
  await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  await hosts.createObservers(lab, [on], await world.image('observer'), recordedRun());
});
afterAll(() => machines.destroy(lab, unstopped()));

describe.skipIf(lacks('registry') !== undefined)(`a registry${why('registry')}`, () => {
  const at = 'http://127.0.0.1:5000/v2/app';
  const storage = { filesystem: { rootdirectory: '/srv/images' } };
  const key = { on, path: '/srv/own.pub' };
  const check = {
    type: 'signature',
    from: { machine: on },
    image: 'registry.test/app:1',
    to: { machine: on, port: 5000 },
    plainHttp: true,
    key,
    expect: 'valid',
  };
  const mine = signer('ed25519');
  const image = plainImage('1');

  /** Uploads as any client does. */
  async function push({ blobs, manifests }: Upload): Promise<void> {
    await machines.put(
      lab,
      on,
      [...blobs, ...manifests.map(({ text }) => text)].map((text) => file(`/srv/up/${digestOf(text)}`, text)),
      unstopped(),
    );
    const digests = blobs.map(digestOf).join(' ');
    await shell(`for d in ${digests}; do
  to=$(curl -sSf -D - -o /dev/null -X POST ${at}/blobs/uploads/ | sed -n 's/^Location: //p' | tr -d '\\r')
  curl -sSf -X PUT -H 'Content-Type: application/octet-stream' --data-binary @/srv/up/$d "$to&digest=$d"
done`);
    for (const { reference, type, text } of manifests) {
      const body = `@/srv/up/${digestOf(text)}`;
      await shell(
        `curl -sSf -X PUT -H 'Content-Type: ${type}' --data-binary ${body} ${at}/manifests/${reference}`,
      );
    }
  }

  beforeAll(async () => {
    await bring('registry');
    const config = { version: '0.1', storage, http: { addr: '0.0.0.0:5000' } };
    await machines.put(lab, on, [file('/srv/registry.json', JSON.stringify(config))], unstopped());
    await machines.put(lab, on, [file(key.path, mine.pem)], unstopped());
  });

  test('that is silent says nothing about signatures', async () => {
    expect(await grader.once(check)).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('the registry does not answer'),
    });
    await serve('/srv/registry serve /srv/registry.json', `${at}/tags/list`);
    expect(await grader.look(check)).toMatchObject({
      verdict: 'fail',
      found: 'the registry has no registry.test/app:1',
    });
  });

  test('tells who has signed which image', async () => {
    await push(image);
    expect((await grader.look(check)).found).toMatch(/^nobody has signed sha256:/);
    const payload = payloadOf(image.digest);
    await push(taggedSignatures(image.digest, [{ payload, signature: signed(mine, payload) }]));
    expect(await grader.look(check)).toMatchObject({ verdict: 'pass' });
    await machines.put(lab, on, [file('/srv/other.pub', signer().pem)], unstopped());
    const other = { ...check, key: { on, path: '/srv/other.pub' } };
    expect((await grader.look(other)).verdict).toBe('fail');
    expect((await grader.look({ ...other, expect: 'invalid' })).verdict).toBe('pass');
    await push(plainImage('1', 'moved'));
    expect((await grader.look(check)).found).toMatch(/^nobody has signed sha256:/);
  });

  describe.skipIf(lacks('cosign') !== undefined)(`and cosign${why('cosign')}`, () => {
    const by = (name: string) => ({
      ...check,
      image: 'registry.test/app:2',
      key: { on, path: `/srv/${name}.pub` },
    });

    test('sign in two ways, both of which are understood', async () => {
      await bring('cosign');
      const two = plainImage('2', 'two');
      await push(two);
      const sign = `/srv/cosign sign --yes --allow-http-registry`;
      const offline = '/srv/cosign signing-config create --out /srv/offline.json';
      const none = ['fulcio', 'oidc', 'rekor', 'tsa'].map((service) => `--no-default-${service}`).join(' ');
      const target = `127.0.0.1:5000/app@${two.digest}`;
      await shell(`export HOME=/srv COSIGN_PASSWORD=word
for name in old new; do /srv/cosign generate-key-pair --output-key-prefix /srv/$name 2>&1; done
${offline} ${none}
${sign} --key /srv/old.key --new-bundle-format=false --use-signing-config=false --tlog-upload=false ${target} 2>&1
${sign} --key /srv/new.key --signing-config /srv/offline.json ${target} 2>&1`);
      expect(await grader.look(by('old'))).toMatchObject({ verdict: 'pass' });
      expect(await grader.look(by('new'))).toMatchObject({ verdict: 'pass' });
      expect((await grader.look(by('own'))).found).toMatch(/^of 2 signatures of sha256:/);
    });
  });
});

describe.skipIf(lacks('prometheus') !== undefined)(`Prometheus${why('prometheus')}`, () => {
  const settings = `global: { scrape_interval: 1s }
scrape_configs: [{ job_name: own, static_configs: [{ targets: ["127.0.0.1:9090"] }] }]
`;
  const up = [
    { cel: "items.size() == 1 && items[0].metric.job == 'own' && items[0].value == 1.0", say: 'it is up' },
  ];
  const check = {
    type: 'prom.query',
    from: { machine: on },
    url: 'http://127.0.0.1:9090',
    query: 'up{job="own"}',
    expect: up,
    retry: { for: '30s' },
  };

  test('answers with what it has measured, and an error of it is no answer', async () => {
    expect((await grader.once(check)).verdict).toBe('unknown');
    await bring('prometheus');
    await machines.put(lab, on, [file('/srv/prometheus.yml', settings)], unstopped());
    const flags = '--config.file /srv/prometheus.yml --storage.tsdb.path /srv/series';
    await serve(`/srv/prometheus ${flags} --web.listen-address 127.0.0.1:9090`, `${check.url}/-/ready`);
    expect(await grader.look(check)).toMatchObject({ verdict: 'pass', found: 'as expected (1 samples)' });
    expect(await grader.once({ ...check, query: 'up{job="other"}' })).toMatchObject({
      verdict: 'fail',
      found: 'not so: it is up (0 samples)',
    });
    const two = [{ cel: 'items[0].value == 2.0', say: 'two' }];
    expect((await grader.once({ ...check, query: 'scalar(vector(2))', expect: two })).verdict).toBe('pass');
    const infinite = [{ cel: 'items[0].value > 1e300', say: 'no end' }];
    expect((await grader.once({ ...check, query: 'vector(1)/0', expect: infinite })).verdict).toBe('pass');
    expect(await grader.once({ ...check, query: 'up{' })).toMatchObject({
      verdict: 'unknown',
      found: expect.stringContaining('parse error'),
    });
    expect((await grader.once({ ...check, query: 'up[1m]' })).verdict).toBe('unknown');
  });
});

function why(name: keyof typeof programs): string {
  const reason = lacks(name);
  return reason === undefined ? '' : ` (${reason})`;
}
