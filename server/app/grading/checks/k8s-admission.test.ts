import { expect, test } from 'vitest';
import type { ApiRequest } from '#ports/cluster-api.ts';
import { TestLab } from '../../../testing/test-lab.ts';

const manifest = `
apiVersion: v1
kind: Pod
metadata: { name: rootful, namespace: shop }
spec: { containers: [{ name: a, image: "{{vars.image}}" }] }
`;
const check = { type: 'k8s.admission', manifest: 'checks/rootful.yaml', expect: 'reject' };
const denied = (status: number, message: string) => ({ status, text: JSON.stringify({ message }) });
const psa = denied(403, 'pods "rootful" is forbidden: violates PodSecurity "restricted:latest": no');

function labThat(reply: { status: number; text: string }): { lab: TestLab; asked: ApiRequest[] } {
  const lab = new TestLab();
  const asked: ApiRequest[] = [];
  lab.vars = { image: 'web:1' };
  lab.file = async () => manifest;
  lab.replies = (request) => {
    asked.push(request);
    return reply;
  };
  return { lab, asked };
}

test('a dry run under a random name that a plugin refuses is rejected', async () => {
  const { lab, asked } = labThat(psa);
  expect(await lab.look(check)).toMatchObject({
    verdict: 'pass',
    found: expect.stringContaining('violates PodSecurity'),
    probe: expect.stringMatching(/^kubectl create --dry-run=server -f -: \{"apiVersion"/),
  });
  expect(asked).toEqual([
    {
      method: 'POST',
      path: '/shop/pods?fieldValidation=Strict&dryRun=All',
      body: expect.objectContaining({
        metadata: { name: 'rootful-probeaaaaaaaaaaaa', namespace: 'shop' },
        spec: { containers: [{ name: 'a', image: 'web:1' }] },
      }),
    },
  ]);
  expect(lab.log).toHaveLength(1);
});

test('what must be accepted fails when it is rejected, and the other way round', async () => {
  expect((await labThat(psa).lab.look({ ...check, expect: 'accept' })).verdict).toBe('fail');
  const { lab } = labThat({ status: 201, text: '{"spec":{"replicas":2}}' });
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'the object is accepted' });
  expect((await lab.look({ ...check, expect: 'accept' })).verdict).toBe('pass');
});

test('a rejection for another reason than the wanted one fails', async () => {
  const { lab } = labThat(psa);
  expect((await lab.look({ ...check, message: { contains: 'restricted' } })).verdict).toBe('pass');
  expect((await lab.look({ ...check, message: { contains: 'quota' } })).verdict).toBe('fail');
});

test('the object as admission leaves it is judged', async () => {
  const { lab } = labThat({ status: 201, text: '{"spec":{"replicas":2}}' });
  const result = (n: number) => [{ cel: `self.spec.replicas == ${n}`, say: `there are ${n}` }];
  expect((await lab.look({ ...check, expect: 'accept', result: result(2) })).verdict).toBe('pass');
  expect(await lab.look({ ...check, expect: 'accept', result: result(3) })).toMatchObject({
    verdict: 'fail',
    found: 'not so: there are 3',
  });
});

test('a refusal that is not about admission is unknown, whatever is expected', async () => {
  const forbidden = 'pods is forbidden: User "jane" cannot create resource "pods"';
  for (const reply of [denied(403, forbidden), denied(404, 'namespaces "shop" not found')]) {
    for (const expected of ['accept', 'reject']) {
      expect((await labThat(reply).lab.look({ ...check, expect: expected })).verdict).toBe('unknown');
    }
  }
  const { lab } = labThat(psa);
  lab.objects = 'connection refused';
  expect((await lab.look(check)).verdict).toBe('unknown');
  lab.file = async () => 'a: 1\n---\nb: 2\n';
  expect((await lab.look(check)).found).toContain('is not one document of YAML');
});

test('a real object is deleted again, also when nobody knows whether it was created', async () => {
  for (const reply of [{ status: 201, text: '{}' }, denied(500, 'failed calling webhook')]) {
    const { lab } = labThat(reply);
    await lab.look({ ...check, mode: 'real', expect: 'accept' });
    expect(lab.log).toEqual([
      'POST /shop/pods?fieldValidation=Strict',
      'delete shop/rootful-probeaaaaaaaaaaaa',
    ]);
  }
});

test('an object that cannot be deleted again does not hide what was told before', async () => {
  const { lab } = labThat({ status: 201, text: '{}' });
  const deps = lab.deps();
  const clusterApi = Object.assign(deps.clusterApi, { delete: () => Promise.reject(new Error('too late')) });
  lab.deps = () => ({ ...deps, clusterApi });
  const real = { ...check, mode: 'real', expect: 'accept' };
  expect((await lab.look(real)).verdict).toBe('pass');
  lab.objects = 'connection refused';
  expect(await lab.look(real)).toMatchObject({
    verdict: 'unknown',
    found: 'could not be observed: connection refused',
  });
});

test('it is created as whom the author names', async () => {
  const { lab, asked } = labThat(psa);
  const finding = await lab.look({ ...check, as: { serviceAccount: 'ci/bot' } });
  expect(finding.probe).toContain('as ServiceAccount ci/bot');
  expect(asked[0]?.as).toMatchObject({ user: 'system:serviceaccount:ci:bot' });
});
