import { expect, test } from 'vitest';
import { shownFolder } from './home.ts';

test.each([
  ['/home/learner', 'learner', '~'],
  ['/home/learner/work', 'learner', '~/work'],
  ['/home/learner2', 'learner', '/home/learner2'],
  ['/root/manifests', 'root', '~/manifests'],
  ['/etc/kubernetes', 'root', '/etc/kubernetes'],
  ['/', 'root', '/'],
])('%s of %s is shown as %s', (path, user, shown) => {
  expect(shownFolder(path, user)).toBe(shown);
});
