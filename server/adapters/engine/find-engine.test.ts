import { expect, test } from 'vitest';
import { whyNot } from './find-engine.ts';

const failure = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

test('an engine that is not there is no fault: one may be started', () => {
  expect(whyNot(undefined, failure('ENOENT'))).toBeUndefined();
  expect(whyNot(undefined, failure('ECONNREFUSED'))).toBeUndefined();
});

test.each(['EACCES', 'EPERM'])(
  'an engine that refuses the account (%s) is named, with the way in',
  (code) => {
    expect(whyNot(undefined, failure(code))).toMatchObject({
      code: 'engine.unreachable',
      remedy: expect.stringContaining('usermod -aG docker'),
    });
  },
);

test('an engine that DOCKER_HOST names is not replaced by another', () => {
  expect(whyNot('tcp://lab:2376', failure('ENOENT'))?.message).toContain('tcp://lab:2376');
});
