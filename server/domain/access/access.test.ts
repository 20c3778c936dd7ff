import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routes } from '#contract/api.ts';
import { freeName, guestName } from './guest-name.ts';
import { allowed, isAllowed, routeFor } from './permissions.ts';

const guest = new Set(['guest', 'anyone'] as const);

describe('permissions', () => {
  test('let a guest do exactly this', () => {
    const may = Object.keys(allowed).filter((action) => isAllowed(action, guest));
    expect(may.sort()).toEqual([
      'enterWatch',
      'leaveWatch',
      'watch',
      'watch.drawn',
      'watch.input',
      'watch.look',
      'watch.stop',
    ]);
  });

  test('let nobody but learners do what is not named', () => {
    expect(isAllowed('toString', guest)).toBe(false);
    expect(isAllowed('lab.made-up', guest)).toBe(false);
    expect(isAllowed(undefined, guest)).toBe(false);
    expect(isAllowed(undefined, new Set(['learner']))).toBe(true);
  });

  test('find the route of a request', () => {
    const find = (method: string, path: string) => routeFor(routes, method, path);
    expect(find('GET', '/api/labs/lab-aaaaaaaa')).toBe('lab');
    expect(find('HEAD', '/api/watch')).toBe('watch');
    expect(find('DELETE', '/api/watch')).toBe('leaveWatch');
    for (const path of ['/api/labs/', '/api/watch/', '/API/watch', '/api/watch/more', '//api/watch']) {
      expect(find('GET', path)).toBeUndefined();
    }
    expect(find('PATCH', '/api/watch')).toBeUndefined();
  });

  test('name every route once', () => {
    const known = Object.values(routes).map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(new Set(known).size).toBe(known.length);
  });
});

describe('a name', () => {
  test.each([
    ['Mia', 'Mia'],
    ['  Mia   Müller ', 'Mia Müller'],
    ['漢字 ✓', '漢字 ✓'],
    ['a\u202Eb\u200Bc\u0007d\ne', 'abcd e'],
    ['e\u0301\u0302\u0303\u0304\u0305', 'é\u0302\u0303'],
    ['x'.repeat(60), 'x'.repeat(40)],
    ['\u200B\u200B', undefined],
    ['…', undefined],
    ['', undefined],
  ])('typed as %j is shown as %j', (typed, shown) => {
    expect(guestName(typed)).toBe(shown);
  });

  test('is the same when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
        const once = guestName(typed);
        if (once !== undefined) expect(guestName(once)).toBe(once);
      }),
    );
  });

  test('gets a number when it is taken', () => {
    expect(freeName('Mia', [])).toBe('Mia');
    expect(freeName('mia', ['Mia', 'Mia 2'])).toBe('mia 3');
  });
});
