import type { FileToPut } from '#ports/machines.ts';
import {
  digestOf,
  payloadOf,
  plainImage,
  signed,
  signer,
  taggedSignatures,
} from '../../server/testing/signed-image.ts';

// What a registry and a Prometheus say, as files behind a server: the real ones are asked in checks-services.

export const filesPort = 5000;
const home = '/srv/www';

/** Gives the file below its folder that a request names, whatever the query. */
const program = `import os, socket
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("", ${filesPort})); s.listen()
while True:
    c, _ = s.accept(); path = "${home}" + c.recv(65536).split()[1].decode().split("?")[0]
    there = os.path.isfile(path); body = open(path, "rb").read() if there else b""
    c.sendall(b"HTTP/1.0 %d .\\r\\nContent-Length: %d\\r\\n\\r\\n" % (200 if there else 404, len(body)) + body); c.close()
`;
const own = signer('ed25519');
const image = plainImage('1');
const payload = payloadOf(image.digest);
const signatures = taggedSignatures(image.digest, [{ payload, signature: signed(own, payload) }]);

/** An image that is signed, with the key. */
export const signedImage = { name: 'registry.test/app:1', pem: own.pem };
export const answerOfPrometheus = { url: `http://127.0.0.1:${filesPort}` };
const samples = { data: { resultType: 'vector', result: [{ metric: { job: 'own' }, value: [0, '1'] }] } };

const file = (path: string, content: string): FileToPut => ({ path, content, mode: '0644', uid: 0, gid: 0 });

/** What is put into the machine that serves. */
export const servedFiles: readonly FileToPut[] = [
  file('/srv/serve.py', program),
  file(`${home}/api/v1/query`, JSON.stringify(samples)),
  ...[image, signatures].flatMap(({ blobs, manifests }) => [
    ...blobs.map((text) => file(`${home}/v2/app/blobs/${digestOf(text)}`, text)),
    ...manifests.map(({ reference, text }) => file(`${home}/v2/app/manifests/${reference}`, text)),
  ]),
];

/** Scripts that begin to serve, and cease. */
export const serve = `setsid python3 /srv/serve.py >/srv/serve.log 2>&1 </dev/null &
until curl -s -o /dev/null http://127.0.0.1:${filesPort}/; do kill -0 $!; done`;
export const serveNoMore = 'pkill -f "[p]ython3 /srv/serve.py"';
