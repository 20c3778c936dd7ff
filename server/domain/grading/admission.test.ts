import { expect, test } from 'vitest';
import { isRejection } from './admission.ts';

test.each([
  [
    403,
    'pods "a" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true)',
  ],
  [403, 'pods "a" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1'],
  [403, 'pods "a" is forbidden: image policy webhook backend denied one or more images: no'],
  [422, `pods "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`],
  [400, 'admission webhook "check.acme.test" denied the request: no'],
])('%i %s is a rejection', (status, message) => {
  expect(isRejection(status, message)).toBe(true);
});

test.each([
  [403, 'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "a"'],
  [403, 'pods "a" is forbidden: error looking up service account a/b: serviceaccount "b" not found'],
  [403, 'pods "a" is forbidden: unable to create new content in namespace a because it is being terminated'],
  [400, 'admission webhook "check.acme.test" does not support dry run'],
  [422, 'Pod "a" is invalid: spec.containers: Required value'],
  [500, 'Internal error occurred: failed calling webhook "check.acme.test": connection refused'],
  [404, 'namespaces "a" not found'],
  [401, 'Unauthorized'],
])('%i %s is none', (status, message) => {
  expect(isRejection(status, message)).toBe(false);
});
