import { expect, test } from 'vitest';
import { ago, roughly, bytes, clock, count, docName, sentence, span } from './words.ts';

test('clocks show hours only when there are some', () => {
  expect([clock(0), clock(247_000), clock(3_847_000)]).toEqual(['0:00', '4:07', '1:04:07']);
});

test('spans are as exact as they are short', () => {
  expect([span(420), span(12_300), span(185_000), span(7_800_000)]).toEqual([
    '0.4 s',
    '12 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
});

test('what lasts is said in its largest unit', () => {
  const minute = 60_000;
  expect([ago(0), ago(59 * minute), ago(47 * 60 * minute), ago(80 * 60 * minute)]).toEqual([
    '1 min',
    '59 min',
    '47 h',
    '3 days',
  ]);
});

test('words agree with their number', () => {
  expect([count(1, 'hint'), count(0, 'hint'), count(2.5, 'point')]).toEqual([
    '1 hint',
    '0 hints',
    '2.5 points',
  ]);
});

test('sizes carry their unit', () => {
  expect([bytes(412 * 1024 ** 2), bytes(1.5 * 1024 ** 3)]).toEqual(['412 MiB', '1.5 GiB']);
});

test('an address of documentation is named by its last part and its host', () => {
  expect(docName('https://kubernetes.io/docs/concepts/network-policies/')).toBe(
    'Network policies · kubernetes.io',
  );
  expect(docName('not an address')).toBe('not an address');
  expect(sentence('supply-chain')).toBe('Supply chain');
});

test('a guess is no more exact than it can be', () => {
  expect(roughly(200)).toBe('1 s');
  expect(roughly(7300)).toBe('8 s');
  expect(roughly(41_000)).toBe('45 s');
  expect(roughly(58_000)).toBe('1 min');
  expect(roughly(64 * 60_000)).toBe('1 h 4 min');
});
