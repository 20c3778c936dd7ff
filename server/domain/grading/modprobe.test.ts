import { expect, test } from 'vitest';
import { installCommand, loadsNothing } from './modprobe.ts';

const etc = (name: string, content: string) => ({ path: `/etc/modprobe.d/${name}`, content });
const usr = (name: string, content: string) => ({ path: `/usr/lib/modprobe.d/${name}`, content });

test('an install line is what modprobe runs instead', () => {
  const files = [etc('a.conf', '# install sctp /bin/true\n  install usb-storage   /bin/false\n')];
  expect(installCommand(files, 'usb_storage')).toBe('/bin/false');
  expect(installCommand(files, 'sctp')).toBeUndefined();
});

test('a blacklist line and a file that modprobe does not read block nothing', () => {
  expect(installCommand([etc('a.conf', 'blacklist sctp\n')], 'sctp')).toBeUndefined();
  expect(installCommand([etc('a.txt', 'install sctp /bin/false\n')], 'sctp')).toBeUndefined();
});

test('the first line counts, in the order of the names of files', () => {
  const files = [etc('b.conf', 'install sctp /bin/false'), usr('a.conf', 'install s?t* modprobe -i sctp')];
  expect(installCommand(files, 'sctp')).toBe('modprobe -i sctp');
});

test('a file hides those of its name in folders that come later', () => {
  const files = [etc('a.conf', ''), usr('a.conf', 'install sctp /bin/false')];
  expect(installCommand(files, 'sctp')).toBeUndefined();
});

test('lines go on behind a backslash, and odd patterns fit nothing', () => {
  expect(installCommand([etc('a.conf', 'install \\\n sctp /bin/false')], 'sctp')).toBe('/bin/false');
  expect(installCommand([etc('a.conf', 'install sc[tp /bin/false')], 'sctp')).toBeUndefined();
});

test.each([
  ['/bin/false', true],
  ['/usr/bin/true', true],
  ['false', true],
  ['/bin/false # nobody needs it', true],
  ['/bin/false; /sbin/modprobe --ignore-install sctp', false],
  ['/sbin/modprobe --ignore-install sctp', false],
  ['', false],
])('%s loads nothing: %s', (command, nothing) => {
  expect(loadsNothing(command)).toBe(nothing);
});
