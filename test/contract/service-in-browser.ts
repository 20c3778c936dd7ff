import { afterAll, beforeAll, expect, test } from 'vitest';
import { DockerLabNetwork } from '#adapters/docker/docker-lab-network.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { ApiProblem } from '#contract/api.ts';
import type { LabId } from '#contract/ids.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import { get, ServiceWorld } from '../../server/testing/service-world.ts';
import { type TrialWorld, unstopped } from './trial-world.ts';

interface Cluster {
  readonly lab: LabId;
  readonly world: TrialWorld;
  readonly clusterApi: ClusterApi;
}

const nodePort = 30_456;
const services = `
apiVersion: v1
kind: Service
metadata: { name: on-nodes }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080, nodePort: ${nodePort} }]
---
apiVersion: v1
kind: Service
metadata: { name: headless }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: astray }
spec: { type: ExternalName, externalName: example.org, ports: [{ port: 80 }] }
`;

/** The platform as it is, with its origins for services, over the network and the API of a real cluster with a Pod and a Service `web`. */
export function aServiceInTheBrowser({ lab, world, clusterApi }: Cluster): void {
  const network = new DockerLabNetwork(new Engine(), world.owner);
  const its = new ServiceWorld();

  const ofLab: ClusterApi['get'] = (_, ref, signal) => clusterApi.get(lab, ref, signal);

  beforeAll(async () => {
    // The platform knows a lab of its own; what it asks and where it connects to is the real one.
    its.world.real = {
      network: { dial: (_, machine, to, signal) => network.dial(lab, machine, to, signal) },
      clusterApi: Object.assign(Object.create(clusterApi) as ClusterApi, { get: ofLab }),
    };
    await its.open();
    await clusterApi.apply(lab, services, unstopped());
  });
  afterAll(() => its.close());

  const targets = {
    service: { kind: 'service', namespace: 'default', name: 'web', port: 80 },
    pod: { kind: 'pod', namespace: 'default', name: 'web', port: 8080 },
    nodePort: { kind: 'machine', machine: 'cp', port: nodePort },
    secureService: { kind: 'service', namespace: 'default', name: 'kubernetes', port: 443 },
    secureMachine: { kind: 'machine', machine: 'cp', port: 6443 },
  } as const;

  async function page(body: { target: object; scheme?: 'https'; path?: string }) {
    const { origin, cookie, path } = await its.opened(body);
    return get(`${origin}${path}`, { cookie });
  }

  test.each(['service', 'pod', 'nodePort'] as const)(
    '%s: its page is shown, again and again',
    async (name) => {
      const target = targets[name];
      // kube-proxy may take a second to write the rules of a new Service.
      await expect.poll(async () => (await its.ask({ target })).status, { timeout: 60_000 }).toBe(201);
      const { origin, cookie } = await its.opened({ target });
      for (const path of ['/', '/?again']) {
        const answer = await get(`${origin}${path}`, { cookie });
        expect([answer.status, answer.text]).toEqual([200, expect.stringMatching(/\S/)]);
      }
      // Without its cookie it is nobody's.
      expect((await get(`${origin}/`)).status).toBe(410);
    },
  );

  test('several at once come over connections of their own', async () => {
    const { origin, cookie } = await its.opened({ target: targets.service });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => get(`${origin}/?${at}`, { cookie })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
  });

  test.each(['secureService', 'secureMachine'] as const)(
    '%s speaks https with a certificate of the cluster itself',
    async (name) => {
      const answer = await page({ target: targets[name], scheme: 'https', path: '/version' });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([
        200,
        expect.objectContaining({ gitVersion: expect.stringMatching(/^v1\./) }),
      ]);
    },
  );

  test('http where https is spoken is said, and the other way round', async () => {
    // The API server answers plain HTTP itself, with its own words; a page that speaks no TLS is none.
    const plain = await page({ target: targets.secureMachine });
    expect([plain.status, plain.text]).toEqual([400, expect.stringContaining('HTTPS server')]);
    const secure = await page({ target: targets.service, scheme: 'https' });
    expect([secure.status, secure.text]).toEqual([502, expect.stringContaining('Is it http or https')]);
  });

  test.each([
    ['a headless Service', { ...targets.service, name: 'headless', port: 8080 }, 'service.outside'],
    ['a Service that is a name elsewhere', { ...targets.service, name: 'astray' }, 'service.outside'],
    ['a port that the Service lacks', { ...targets.service, port: 8080 }, 'service.unreachable'],
    ['a port of the Pod where nobody listens', { ...targets.pod, port: 8081 }, 'service.unreachable'],
    ['no such Pod', { ...targets.pod, name: 'none' }, 'not-found'],
  ])('%s is refused with what to do', async (_, target, code) => {
    const answer = await its.ask({ target });
    expect(ApiProblem.parse(await answer.json()).problem.code).toBe(code);
  });
}
