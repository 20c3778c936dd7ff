import { expect, test } from 'vitest';
import { accountOf, canLogIn } from './accounts.ts';
import { includeOf, sudoRules } from './sudoers.ts';

const files = {
  passwd:
    'root:x:0:0::/root:/bin/bash\nann:x:1001:1001::/home/ann:/bin/bash\nftp:x:99:99::/srv:/usr/sbin/nologin\n',
  group: 'root:x:0:\nann:x:1001:\ndocker:x:990:bob,ann\nwheel:x:10:bob\n',
  shadow: 'root:*:1::::::\nann:!:1:0:99999:7::20000:\n',
};
const ann = { name: 'ann', uid: 1001, shell: '/bin/bash', groups: ['ann', 'docker'], expiresOn: undefined };

test('a user has his first group, his further ones and an end', () => {
  expect(accountOf('ann', files)).toEqual({ ...ann, expiresOn: 20_000 });
  expect(accountOf('bob', files)).toBeUndefined();
});

test('a user gets in with a shell and before his account ends', () => {
  expect(canLogIn(ann, 20_000)).toBe(true);
  expect(canLogIn({ ...ann, expiresOn: 20_000 }, 19_999)).toBe(true);
  expect(canLogIn({ ...ann, expiresOn: 20_000 }, 20_000)).toBe(false);
  expect(canLogIn({ ...ann, shell: '/usr/sbin/nologin' }, 1)).toBe(false);
  expect(canLogIn({ ...ann, shell: '/bin/false' }, 1)).toBe(false);
});

test.each([
  ['ann ALL=(ALL:ALL) ALL', ['(ALL : ALL) ALL']],
  ['%docker ALL = NOPASSWD: /bin/a, PASSWD: /bin/b', ['(root) NOPASSWD: /bin/a', '(root) PASSWD: /bin/b']],
  [
    'ann ALL=(www) NOPASSWD: /bin/a -x, /bin/b # note',
    ['(www) NOPASSWD: /bin/a -x', '(www) NOPASSWD: /bin/b'],
  ],
  ['#1001 ALL=/bin/a', ['(root) /bin/a']],
  ['ann web=/bin/a : db=(root : root) /bin/b', ['(root) /bin/a', '(root : root) /bin/b']],
  ['bob ALL=ALL\n# ann ALL=ALL\nDefaults:ann !authenticate', []],
  ['ALL, !ann ALL=ALL', []],
  [
    'User_Alias OPS = bob, ann\nCmnd_Alias ED = /bin/vi, /bin/ed\nOPS ALL=ED, \\\n !ED',
    ['(root) /bin/vi', '(root) /bin/ed', '(root) !/bin/vi', '(root) !/bin/ed'],
  ],
  ['ann is not a rule', []],
])('%s', (text, rules) => {
  expect(sudoRules(text, ann)).toEqual(rules);
});

test('files and folders are taken in under both signs, next to the file that names them', () => {
  expect(includeOf('@includedir /etc/sudoers.d', '/etc/sudoers')).toEqual({
    kind: 'folder',
    path: '/etc/sudoers.d',
  });
  expect(includeOf('#include more', '/etc/sudoers')).toEqual({ kind: 'file', path: '/etc/more' });
  expect(includeOf('# include this', '/etc/sudoers')).toBeUndefined();
});
