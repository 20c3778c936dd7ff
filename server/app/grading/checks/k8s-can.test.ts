import { expect, test } from 'vitest';
import type { ApiRequest } from '#ports/cluster-api.ts';
import { object, TestLab } from '../../../testing/test-lab.ts';

const bot = { serviceAccount: 'ci/bot' };
const check = {
  type: 'k8s.can',
  as: bot,
  verb: 'get',
  resource: 'secrets',
  namespace: 'shop',
  expect: 'allow',
};

/** A lab whose API server reviews as told, and remembers what it was asked. */
function labThat(allowed: boolean, reason = ''): { lab: TestLab; asked: ApiRequest[] } {
  const lab = new TestLab();
  const asked: ApiRequest[] = [];
  lab.objects = [object('ServiceAccount', 'bot', 'ci')];
  lab.replies = (request) => {
    asked.push(request);
    if (request.path.endsWith('/token')) return { status: 201, text: '{"status":{"token":"t0k3n"}}' };
    return { status: 201, text: JSON.stringify({ status: { allowed, reason } }) };
  };
  return { lab, asked };
}

test('a ServiceAccount is reviewed with the groups that it really has', async () => {
  const { lab, asked } = labThat(true, 'RBAC: allowed by RoleBinding "shop/bot"');
  expect(await lab.look(check)).toMatchObject({
    verdict: 'pass',
    expected: 'ServiceAccount ci/bot may get secrets in Namespace shop',
    found: 'allowed: RBAC: allowed by RoleBinding "shop/bot"',
    probe: 'kubectl auth can-i get secrets -n shop --as=system:serviceaccount:ci:bot',
  });
  expect(asked[0]?.body).toMatchObject({
    spec: {
      user: 'system:serviceaccount:ci:bot',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'],
      resourceAttributes: { verb: 'get', resource: 'secrets', group: '', namespace: 'shop' },
    },
  });
});

test('what is denied fails where it must be allowed, and passes where it must not be', async () => {
  const { lab } = labThat(false);
  expect(await lab.look(check)).toMatchObject({ verdict: 'fail', found: 'denied' });
  expect((await lab.look({ ...check, expect: 'deny' })).verdict).toBe('pass');
});

test('a user has the groups that the author gives, and those that follow', async () => {
  const { lab, asked } = labThat(true);
  const one = { ...check, group: 'apps', resource: 'deployments', name: 'web', subresource: 'scale' };
  const finding = await lab.look({ ...one, as: { user: 'jane', groups: ['dev'] } });
  expect(finding.probe).toBe(
    'kubectl auth can-i get deployments.apps/web --subresource=scale -n shop --as=jane --as-group=dev',
  );
  expect(asked[0]?.body).toMatchObject({ spec: { user: 'jane', groups: ['dev', 'system:authenticated'] } });
  await lab.look({ ...check, as: { user: 'system:anonymous' } });
  expect(asked[1]?.body).toMatchObject({ spec: { groups: ['system:unauthenticated'] } });
});

test('rights of an account that is not there are worth nothing, even where they must be denied', async () => {
  const { lab } = labThat(false);
  lab.objects = [];
  expect(await lab.look({ ...check, expect: 'deny' })).toMatchObject({
    verdict: 'fail',
    found: 'there is no ServiceAccount ci/bot',
  });
});

test('by token the account asks for itself; credentials that are not known are a denial', async () => {
  const { lab, asked } = labThat(true);
  expect((await lab.look({ ...check, via: 'token' })).verdict).toBe('pass');
  expect(asked[1]).toMatchObject({ as: { token: 't0k3n' }, body: { kind: 'SelfSubjectAccessReview' } });
  const replies = lab.replies;
  lab.replies = (request) => (request.as ? { status: 401, text: '{}' } : replies(request));
  expect((await lab.look({ ...check, via: 'token' })).found).toContain('does not know these credentials');
  lab.replies = () => ({ status: 404, text: '{}' });
  expect((await lab.look({ ...check, via: 'token', expect: 'deny' })).found).toBe(
    'there is no ServiceAccount ci/bot',
  );
});

test('a kubeconfig of the learner is read, and its user asks for itself', async () => {
  const { lab, asked } = labThat(true);
  const kubeconfig = { on: 'workstation', path: '/home/learner/jane.conf' };
  const files: Record<string, string> = {
    '/home/learner/jane.conf': `
current-context: lab
contexts: [{ name: lab, context: { user: jane, cluster: c } }]
users: [{ name: jane, user: { client-certificate: jane.crt, client-key-data: ${btoa('KEY')} } }]
`,
    '/home/learner/jane.crt': 'CERT',
  };
  lab.sees = (question) => {
    const content = question.kind === 'file' ? files[question.path] : undefined;
    return content === undefined
      ? { kind: 'file', exists: false }
      : { kind: 'file', exists: true, type: 'file', content };
  };
  const look = () => lab.look({ ...check, as: { kubeconfig } });
  expect(await look()).toMatchObject({ verdict: 'pass', probe: expect.stringContaining('--kubeconfig') });
  expect(asked[0]?.as).toEqual({ cert: 'CERT', key: 'KEY' });
  files['/home/learner/jane.conf'] = 'current-context: lab\ncontexts: []\nusers: []\n';
  expect((await look()).found).toBe('the current context of /home/learner/jane.conf has no user');
  files['/home/learner/jane.conf'] = 'what: ever\n';
  expect((await look()).found).toBe('/home/learner/jane.conf is no kubeconfig');
  delete files['/home/learner/jane.conf'];
  expect((await look()).found).toBe('there is no /home/learner/jane.conf on workstation');
});

test('an API server that gives no review, or does not answer, is unknown', async () => {
  const { lab } = labThat(true);
  lab.replies = () => ({ status: 500, text: 'sorry' });
  expect(await lab.look(check)).toMatchObject({
    verdict: 'unknown',
    found: 'could not be observed: the API server gave no review (500)',
  });
  lab.objects = 'connection refused';
  expect((await lab.look(check)).verdict).toBe('unknown');
  expect((await lab.look({ ...check, via: 'token' })).verdict).toBe('unknown');
});
