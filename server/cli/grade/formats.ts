import type { OwnReport, OwnResult } from '#app/grading/own-cluster/grade-own-cluster.ts';
import { xmlText } from '#app/proof/xml-text.ts';

export const formats = ['text', 'json', 'junit'] as const;
export type Format = (typeof formats)[number];

/** The report as it is printed. */
export function formatted(report: OwnReport, format: Format): string {
  if (format === 'json') return JSON.stringify(report, null, 2);
  return format === 'junit' ? asJunit(report) : asText(report);
}

const marks = { pass: '✓', fail: '✗', unknown: '?', 'not-possible': '·' } as const;

function asText(report: OwnReport): string {
  const passed = new Set(report.results.flatMap(({ check, result }) => (result === 'pass' ? [check] : [])));
  // What a part lacks is of no interest when its group holds all the same.
  const lines = report.results.flatMap((one) => textLines(one, passed.has(one.parent ?? '')));
  return [`${report.scenario}: ${report.title}`, ...lines, '', summary(report)].join('\n');
}

function textLines(
  { role, result, title, expected, found, why, possible }: OwnResult,
  brief: boolean,
): string[] {
  const indent = role === 'part' ? '    ' : '  ';
  const points = possible > 0 ? ` (${possible})` : '';
  const guard = role === 'guard' ? 'guard: ' : '';
  const head = `${indent}${marks[result]} ${guard}${title}${points}`;
  if (result === 'pass' || (brief && result !== 'not-possible')) return [head];
  if (result === 'not-possible')
    return [`${head}: ${found.startsWith('not possible') ? found : 'not possible here'}`];
  const more = [`expected: ${expected}`, `found: ${found}`, ...(why === undefined ? [] : [`why: ${why}`])];
  return [head, ...more.map((line) => `${indent}    ${line}`)];
}

function summary({ results, earned, reachable, possible }: OwnReport): string {
  const top = results.filter(({ role }) => role !== 'part');
  const count = (wanted: OwnResult['result']): number => top.filter(({ result }) => result === wanted).length;
  const words = [
    `${count('pass')} passed`,
    `${count('fail')} failed`,
    ...(count('unknown') > 0 ? [`${count('unknown')} could not be observed`] : []),
    `${count('not-possible')} not possible here`,
  ];
  return `${words.join(', ')}. ${earned} of ${reachable} points that can be checked here, of ${possible} in all.`;
}

function asJunit({ scenario, results, tookMs }: OwnReport): string {
  const cases = results.filter(({ role }) => role !== 'part');
  const count = (wanted: OwnResult['result']): number =>
    cases.filter(({ result }) => result === wanted).length;
  const counts = `tests="${cases.length}" failures="${count('fail')}" errors="${count('unknown')}" skipped="${count('not-possible')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${xml(scenario)}" ${counts} time="${(tookMs / 1000).toFixed(1)}">`,
    ...cases.map((result) => testCase(scenario, result)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

const elements = { fail: 'failure', unknown: 'error', 'not-possible': 'skipped' } as const;

function testCase(scenario: string, { check, title, result, expected, found, tookMs }: OwnResult): string {
  const head = `    <testcase classname="${xml(scenario)}" name="${xml(`${check}: ${title}`)}" time="${(tookMs / 1000).toFixed(1)}"`;
  if (result === 'pass') return `${head}/>`;
  const told = result === 'not-possible' ? found : `expected: ${expected}; found: ${found}`;
  return `${head}><${elements[result]} message="${xml(told)}"/></testcase>`;
}

/** On one line: what XML cannot hold becomes a space. */
const xml = (text: string): string => xmlText(text.replaceAll(/\p{Cc}/gu, ' '));
