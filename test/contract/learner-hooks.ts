/** A policy against Pods of the grader, which it knows by their annotation. */
export const learnerPolicy = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: no-graders }
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
  validations:
    - expression: "!has(object.metadata.annotations) || !('cks-lab/grader' in object.metadata.annotations)"
      message: no graders here
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: no-graders }
spec: { policyName: no-graders, validationActions: [Deny] }
`;

/** A Namespace in which no Pod may be. */
export const learnerQuota = `
apiVersion: v1
kind: Namespace
metadata: { name: full }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: none, namespace: full }
spec: { hard: { pods: "0" } }
`;

const port = 9443;

/** A webhook beside the API server that gives every Pod in Namespace default another label. */
export const learnerWebhook = (certificate: string, failurePolicy: 'Ignore' | 'Fail'): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: relabel }
webhooks:
  - name: relabel.learner.test
    admissionReviewVersions: [v1]
    sideEffects: None
    timeoutSeconds: 20
    failurePolicy: ${failurePolicy}
    namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: default } }
    rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
    clientConfig: { url: "https://127.0.0.1:${port}/", caBundle: "${Buffer.from(certificate).toString('base64')}" }
`;

const patch = Buffer.from(
  JSON.stringify([{ op: 'replace', path: '/metadata/labels', value: { app: 'web' } }]),
).toString('base64');

/** Answers one request on its standard streams. */
export const hookScript = String.raw`#!/usr/bin/perl
$| = 1;
my $length = 0;
while (my $line = <STDIN>) {
  $length = $1 if $line =~ /^content-length:\s*(\d+)/i;
  last if $line =~ /^\r?$/;
}
read(STDIN, my $body, $length);
my ($uid) = $body =~ /"request":\{"uid":"([^"]+)"/;
my $answer = '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"' . $uid
  . '","allowed":true,"patchType":"JSONPatch","patch":"${patch}"}}';
print "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
  . length($answer) . "\r\n\r\n" . $answer;
`;

/** Starts the webhook and prints its certificate. */
export const startHook = `cd /srv
openssl req -x509 -newkey rsa:2048 -nodes -keyout hook.key -out hook.crt -days 2 -subj /CN=hook \
  -addext subjectAltName=IP:127.0.0.1 2>/dev/null
setsid socat OPENSSL-LISTEN:${port},cert=hook.crt,key=hook.key,verify=0,reuseaddr,fork EXEC:/srv/hook.pl </dev/null >/srv/hook.log 2>&1 &
echo $! >hook.pid
cat hook.crt`;
