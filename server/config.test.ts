import { expect, test } from 'vitest';
import { Fault } from '#domain/fault.ts';
import { readConfig } from './config.ts';

test('without any setting the defaults hold, on loopback', () => {
  expect(readConfig({ PATH: '/bin' })).toMatchObject({ host: '127.0.0.1', port: 3939, maxLabs: 4 });
});

test('every wrong and every unknown setting is named at once', () => {
  const read = (): unknown =>
    readConfig({ CKSLAB_PORT: 'x', CKSLAB_HOST: '0.0.0.0', CKSLAB_MAX_LAB: '3', CKSLAB_STATE_DIR: 'here' });
  expect(read).toThrow(Fault);
  for (const name of ['CKSLAB_PORT', 'CKSLAB_HOST', 'CKSLAB_MAX_LAB:', 'CKSLAB_STATE_DIR']) {
    expect(read).toThrow(name);
  }
});

test('an empty setting counts as not given', () => {
  expect(readConfig({ CKSLAB_MAX_LABS: '' }).maxLabs).toBe(4);
});

test('packs are a list of absolute folders', () => {
  expect(readConfig({ CKSLAB_PACKS: '/a:/b' }).packs).toEqual(['/a', '/b']);
  expect(() => readConfig({ CKSLAB_PACKS: '/a:b' })).toThrow('CKSLAB_PACKS');
});
