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

test('packs are folders and git URLs', () => {
  expect(readConfig({ CKSLAB_PACKS: '/a, https://git.example.org/p.git#v1,/b' }).packs).toEqual([
    { kind: 'folder', folder: '/a' },
    { kind: 'git', url: 'https://git.example.org/p.git', ref: 'v1' },
    { kind: 'folder', folder: '/b' },
  ]);
  expect(() => readConfig({ CKSLAB_PACKS: 'b,git://c/d' })).toThrow(/CKSLAB_PACKS: b: .*\n.*git:\/\/c\/d/);
});

test('watching is off until it is asked for, and a language has a name of its own form', () => {
  expect(readConfig({})).toMatchObject({ watch: false, language: undefined });
  expect(readConfig({ CKSLAB_WATCH: '1', CKSLAB_LANGUAGE: 'de' })).toMatchObject({
    watch: true,
    language: 'de',
  });
  expect(() => readConfig({ CKSLAB_LANGUAGE: 'german' })).toThrow('CKSLAB_LANGUAGE');
});

test('answers are shown only to whoever asks for authoring mode', () => {
  expect(readConfig({}).authoring).toBe(false);
  expect(readConfig({ CKSLAB_AUTHORING: '1' }).authoring).toBe(true);
  expect(() => readConfig({ CKSLAB_AUTHORING: 'yes' })).toThrow('CKSLAB_AUTHORING');
});

test('authors see what they save, unless they want no watching', () => {
  expect(readConfig({ CKSLAB_AUTHORING: '1' }).watch).toBe(true);
  expect(readConfig({ CKSLAB_AUTHORING: '1', CKSLAB_WATCH: '0' }).watch).toBe(false);
});

test('an address that others reach is refused, with the reason and another way', () => {
  expect(() => readConfig({ CKSLAB_HOST: '0.0.0.0' })).toThrow(/no accounts yet.*ssh -L/);
  expect(() => readConfig({ CKSLAB_HOST: '192.0.2.7' })).toThrow(/no accounts yet/);
});

test('a token for the metrics is not guessed, and traces go nowhere unless told to', () => {
  expect(() => readConfig({ CKSLAB_METRICS_TOKEN: 'short' })).toThrow('at least 16');
  expect(readConfig({}).traceEndpoint).toBeUndefined();
  expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }).traceEndpoint).toBe(
    'http://127.0.0.1:4318',
  );
});
