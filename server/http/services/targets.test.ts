import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiProblem } from '#contract/api.ts';
import { get, ServiceWorld, web } from '../../testing/service-world.ts';

const its = new ServiceWorld();
beforeAll(() => its.open());
afterAll(() => its.close());

const code = async (answer: Response) => ApiProblem.parse(await answer.json()).problem.code;

describe('what may be opened', () => {
  async function target(kind: 'Service' | 'Pod', port: number, spec: object, status: object = {}) {
    its.world.clusterApi.start(its.lab.id);
    const name = `the-${kind.toLowerCase()}`;
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind, metadata: { namespace: 'shop', name }, spec, status },
    ];
    const manifest = objects.map((object) => JSON.stringify(object)).join('\n---\n');
    await its.world.clusterApi.apply(its.lab.id, manifest, AbortSignal.timeout(1000));
    return { target: { kind: kind.toLowerCase(), namespace: 'shop', name, port } };
  }

  test('a Service and a Pod, from a node of the cluster', async () => {
    const port = its.world.network.services.get('workstation:8080') ?? 0;
    its.world.network.services.set('10.96.7.7:80', port).set('10.244.1.9:8080', port);
    const one = await its.opened(
      await target('Service', 80, { clusterIP: '10.96.7.7', ports: [{ port: 80 }] }),
    );
    await get(`${one.origin}/`, { cookie: one.cookie });
    expect(its.service.seen.at(-1)?.host).toBe('the-service.shop');
    const pod = await its.opened(await target('Pod', 8080, {}, { podIP: '10.244.1.9' }));
    expect((await get(`${pod.origin}/`, { cookie: pod.cookie })).status).toBe(200);
  });

  test.each([
    [
      'a Service that leads away by name',
      'Service',
      { type: 'ExternalName', externalName: 'evil.example', ports: [{ port: 80 }] },
      {},
      'service.outside',
    ],
    ['a headless Service', 'Service', { clusterIP: 'None', ports: [{ port: 80 }] }, {}, 'service.outside'],
    [
      'a Service with a made-up address',
      'Service',
      { clusterIP: '169.254.169.254', ports: [{ port: 80 }] },
      {},
      'service.outside',
    ],
    [
      'a port that the Service lacks',
      'Service',
      { clusterIP: '10.96.0.9', ports: [{ port: 443 }] },
      {},
      'service.unreachable',
    ],
    ['a Pod with a made-up address', 'Pod', {}, { podIP: '127.0.0.1' }, 'service.outside'],
    ['a Pod with the address of the machine outside', 'Pod', {}, { podIP: '172.17.0.1' }, 'service.outside'],
    ['a Pod without an address', 'Pod', {}, {}, 'service.outside'],
    [
      'a Pod in the network of its node',
      'Pod',
      { hostNetwork: true },
      { podIP: '10.244.0.1' },
      'service.outside',
    ],
  ] as const)('not %s', async (_what, kind, spec, status, expected) => {
    const before = its.world.network.dialled.length;
    expect(await code(await its.ask(await target(kind, 80, spec, status)))).toBe(expected);
    expect(its.world.network.dialled.length).toBe(before);
  });

  test.each([
    ['a machine that is none', { target: { ...web, machine: 'other' } }, 422],
    ['an address as a machine', { target: { ...web, machine: '169.254.169.254' } }, 422],
    ['an observer', { target: { ...web, machine: 'observer-cp' } }, 422],
    ['a port that nobody listens on', { target: { ...web, port: 1 } }, 502],
    ['a port that is none', { target: { ...web, port: 70_000 } }, 400],
    ['another scheme', { target: web, scheme: 'file' }, 400],
    ['a path to elsewhere', { target: web, path: '//evil.example' }, 400],
    ['a path with a line break', { target: web, path: '/a\r\nset-cookie: a=b' }, 400],
    ['a host with a line break', { target: web, host: 'a\r\nb' }, 400],
    ['a Pod that is not there', { target: { kind: 'pod', namespace: 'shop', name: 'none', port: 80 } }, 404],
  ])('not %s', async (_what, body, status) => {
    its.world.clusterApi.start(its.lab.id);
    expect((await its.ask(body)).status).toBe(status);
  });
});
