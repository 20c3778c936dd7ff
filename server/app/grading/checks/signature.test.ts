import { describe, expect, test } from 'vitest';
import type { Question } from '#contract/observer.ts';
import {
  bundledSignature,
  digestOf,
  payloadOf,
  plainImage,
  signed,
  signer,
  taggedSignatures,
  type Signer,
  type Upload,
} from '../../../testing/signed-image.ts';
import { TestLab } from '../../../testing/test-lab.ts';

const app = plainImage('1');
const mine = signer();
const other = signer();

const sign = (by: Signer, payload = payloadOf(app.digest)) => ({ payload, signature: signed(by, payload) });
const tagged = (...by: Signer[]): Upload =>
  taggedSignatures(
    app.digest,
    by.map((one) => sign(one)),
  );

/** A registry that holds what it was given, in a lab where the key of the check is `pem`. */
function registry(pem: string, ...uploads: readonly Upload[]): TestLab {
  const held = new Map<string, string>();
  for (const { blobs, manifests } of uploads) {
    for (const text of blobs) held.set(`blobs/${digestOf(text)}`, text);
    for (const { reference, text } of manifests) {
      held.set(`manifests/${reference}`, text);
      held.set(`manifests/${digestOf(text)}`, text);
    }
  }
  return serving(pem, (what) => held.get(what));
}

function serving(pem: string, give: (what: string) => string | undefined): TestLab {
  const lab = new TestLab();
  lab.sees = (question: Question) => {
    if (question.kind === 'file') return { kind: 'file', exists: true, type: 'file', content: pem };
    const what = question.kind === 'http' ? question.url.split('/v2/app/')[1] : undefined;
    const body = give(what ?? '');
    const status = body === undefined ? 404 : 200;
    return { kind: 'http', outcome: 'answered', status, body: body ?? '', detail: String(status) };
  };
  return lab;
}

const check = {
  type: 'signature',
  from: { machine: 'host' },
  image: 'registry.test:5000/app:1',
  key: { on: 'host', path: '/root/cosign.pub' },
  expect: 'valid',
};

/** What comes of asking for a signature, and of asking for none. */
async function verdicts(lab: TestLab): Promise<{ valid: string; invalid: string; found: string }> {
  const valid = await lab.look(check);
  const invalid = await lab.look({ ...check, expect: 'invalid' });
  expect(invalid.found).toBe(valid.found);
  return { valid: valid.verdict, invalid: invalid.verdict, found: valid.found };
}

describe('an image that is signed', () => {
  test.each(['ec', 'ed25519', 'rsa'] as const)('with a key of the kind %s is', async (kind) => {
    const by = signer(kind);
    const got = await verdicts(registry(by.pem, app, tagged(other, by)));
    expect(got).toMatchObject({ valid: 'pass', invalid: 'fail' });
    expect(got.found).toBe(`signed with this key, as ${app.digest.slice(0, 19)}…`);
    expect(await verdicts(registry(by.pem, app, bundledSignature(app.digest, by)))).toEqual(got);
  });

  test('is asked for over the way of the check, and told so that it can be repeated', async () => {
    const lab = registry(mine.pem, app, tagged(mine));
    const { sees } = lab;
    const asked: Question[] = [];
    lab.sees = (question, machine) => {
      asked.push(question);
      return sees(question, machine);
    };
    const image = `registry.test:5000/app:ignored@${app.digest}`;
    const to = { machine: 'host', port: 5000 };
    expect(await lab.look({ ...check, image, to, plainHttp: true })).toMatchObject({
      verdict: 'pass',
      expected: `${image} is signed with the key /root/cosign.pub`,
      probe: `from host: cosign verify --key /root/cosign.pub --insecure-ignore-tlog ${image}`,
    });
    expect(asked.find(({ kind }) => kind === 'http')).toMatchObject({
      url: `http://registry.test:5000/v2/app/manifests/${app.digest}`,
      connect: 'host:5000',
    });
  });

  test('may be judged by a key of the scenario, which nobody can change', async () => {
    const lab = registry('no key', app, tagged(mine));
    lab.file = async (path) => (path === 'files/firm.pub' ? mine.pem : '');
    const finding = await lab.look({ ...check, key: { file: 'files/firm.pub' } });
    expect(finding).toMatchObject({
      verdict: 'pass',
      expected: 'registry.test:5000/app:1 is signed with the key of this scenario',
    });
  });
});

describe('an image that is not signed', () => {
  const short = `${app.digest.slice(0, 19)}…`;
  const elsewhere = plainImage('1', 'moved');
  const noSound = `of 1 signature of ${short} none is sound and by this key`;

  test.each<[string, Upload[], string]>([
    ['by anybody', [app], `nobody has signed ${short}`],
    ['by this key', [app, tagged(other)], noSound],
    ['by this key in a bundle', [app, bundledSignature(app.digest, other)], noSound],
    [
      'itself, only one that had this tag before',
      [app, taggedSignatures(app.digest, [sign(mine, payloadOf(elsewhere.digest))])],
      `this key has signed ${elsewhere.digest.slice(0, 19)}…, and the image is ${short}`,
    ],
    [
      'as its payload now says',
      [app, taggedSignatures(app.digest, [{ ...sign(mine), payload: `${payloadOf(app.digest)} ` }])],
      noSound,
    ],
    [
      'as an image, but attested',
      [app, bundledSignature(app.digest, mine, 'https://slsa.dev/provenance/v1')],
      `nobody has signed ${short}`,
    ],
    [
      'as an image, but as something else',
      [app, taggedSignatures(app.digest, [sign(mine, payloadOf(app.digest, 'a letter'))])],
      noSound,
    ],
    [
      'with a signature at all',
      [app, taggedSignatures(app.digest, [{ payload: payloadOf(app.digest), signature: 'none' }])],
      noSound,
    ],
  ])('%s', async (_, uploads, found) => {
    expect(await verdicts(registry(mine.pem, ...uploads))).toEqual({
      valid: 'fail',
      invalid: 'pass',
      found,
    });
  });

  test('by a blob with other bytes than its name says', async () => {
    const uploads = [app, tagged(mine)];
    const held = new Map(uploads.flatMap(({ manifests }) => manifests.map((m) => [m.reference, m.text])));
    const lab = serving(mine.pem, (what) =>
      what.startsWith('blobs/') ? payloadOf(elsewhere.digest) : held.get(what.replace('manifests/', '')),
    );
    expect(await verdicts(lab)).toEqual({ valid: 'fail', invalid: 'pass', found: noSound });
  });
});

describe('what is not there is found, whatever was asked for', () => {
  test.each([
    ['the image', registry(mine.pem), 'the registry has no registry.test:5000/app:1'],
    ['the key', registry('-----BEGIN PRIVATE KEY-----', app), 'the key /root/cosign.pub is no public key'],
  ])('%s', async (_, lab, found) => {
    expect(await verdicts(lab)).toEqual({ valid: 'fail', invalid: 'fail', found });
  });
});

describe('nothing is known', () => {
  const unknown = { valid: 'unknown', invalid: 'unknown' };

  test('while the registry is silent', async () => {
    const lab = registry(mine.pem, app, tagged(mine));
    const { sees } = lab;
    lab.sees = (question, machine) =>
      question.kind === 'http'
        ? { kind: 'http', outcome: 'refused', body: '', detail: 'connection refused' }
        : sees(question, machine);
    expect(await verdicts(lab)).toMatchObject({
      ...unknown,
      found: 'could not be observed: the registry does not answer: connection refused',
    });
  });

  test.each(['manifests/1', '.sig', 'referrers/', 'blobs/'])(
    'when it refuses %s to those without a login',
    async (part) => {
      const lab = registry(mine.pem, app, tagged(other));
      const { sees } = lab;
      lab.sees = (question, machine) =>
        question.kind === 'http' && question.url.includes(part)
          ? { kind: 'http', outcome: 'answered', status: 401, body: '', detail: '401 Unauthorized' }
          : sees(question, machine);
      expect(await verdicts(lab)).toMatchObject({
        ...unknown,
        found: 'could not be observed: the registry gave nothing: 401 Unauthorized',
      });
    },
  );

  test('when it gives another image than the digest names', async () => {
    const image = `registry.test:5000/app@sha256:${'0'.repeat(64)}`;
    const lab = serving(mine.pem, () => app.manifests[0]?.text);
    expect((await lab.look({ ...check, image })).verdict).toBe('unknown');
  });

  test('of more signatures than anybody makes', async () => {
    const many = tagged(...Array.from({ length: 65 }, () => other));
    expect(await verdicts(registry(mine.pem, app, many))).toMatchObject({
      ...unknown,
      found: 'could not be observed: there are more than 64 signatures',
    });
  });
});
