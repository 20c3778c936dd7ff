import type { Choice } from './choose.ts';
import type { ScenarioProof } from './prove-scenario.ts';
import { seconds } from './report/page.ts';
import type { Trial } from './trial.ts';
import { xmlText } from './xml-text.ts';

/** A line of the table that is printed while a proof runs; faults and notes follow on lines of their own. */
export function trialLine(scenario: string, trial: Trial): string {
  const { name, faults, notes, earned, possible, tookMs } = trial;
  const points = earned === undefined ? '' : `${earned}/${possible}`;
  const head = `${faults.length === 0 ? '✓' : '✗'} ${scenario.padEnd(28)} ${name.padEnd(34)} ${points.padStart(9)} ${seconds(tookMs).padStart(8)}`;
  return [head, ...faults.map((fault) => `    ${fault}`), ...notes.map((note) => `    note: ${note}`)].join(
    '\n',
  );
}

/** The last line of a proof. */
export function proofLine({ scenario, ok, trials, labs, startedAt, endedAt }: ScenarioProof): string {
  const failed = trials.filter(({ faults }) => faults.length > 0).length;
  const count = ok ? `${trials.length} trials` : `${failed} of ${trials.length} trials failed`;
  return `${ok ? '✓' : '✗'} ${scenario}: ${count}, ${labs} labs, ${seconds(endedAt - startedAt)}`;
}

/** What is not proved, and why: one line for each reason. */
export function leftOutLines(leftOut: Choice['leftOut']): string[] {
  const reasons = new Map<string, string[]>();
  for (const { scenario, why } of leftOut) reasons.set(why, [...(reasons.get(why) ?? []), scenario]);
  return [...reasons].map(([why, ids]) => `- ${ids.length} not proved, ${why}: ${ids.join(', ')}`);
}

/** Proofs as a JUnit file, one suite for each scenario and one case for each trial; what was left out is a skipped case. */
export function junit(proofs: readonly ScenarioProof[], leftOut: Choice['leftOut'] = []): string {
  const suites = proofs.map(({ scenario, trials, startedAt, endedAt }) => {
    const failures = trials.filter(({ faults }) => faults.length > 0).length;
    const cases = trials.map((trial) => testCase(scenario, trial)).join('\n');
    const time = ((endedAt - startedAt) / 1000).toFixed(1);
    return `  <testsuite name="${xml(scenario)}" tests="${trials.length}" failures="${failures}" skipped="0" time="${time}">\n${cases}\n  </testsuite>`;
  });
  const skipped = leftOut.map(({ scenario, why }) => {
    const name = xml(scenario);
    const one = `    <testcase classname="${name}" name="proof"><skipped message="${xml(why)}"/></testcase>`;
    return `  <testsuite name="${name}" tests="1" failures="0" skipped="1" time="0.0">\n${one}\n  </testsuite>`;
  });
  const all = [...suites, ...skipped].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${all}\n</testsuites>\n`;
}

/** Proofs with everything that is known of them, for other programs. */
export function proofJson(proofs: readonly ScenarioProof[], leftOut: Choice['leftOut']): string {
  return `${JSON.stringify({ schema: 'cks-lab/proofs-1', proofs, leftOut }, null, 2)}\n`;
}

function testCase(scenario: string, { name, faults, tookMs }: Trial): string {
  const head = `    <testcase classname="${xml(scenario)}" name="${xml(name)}" time="${(tookMs / 1000).toFixed(1)}"`;
  if (faults.length === 0) return `${head}/>`;
  return `${head}>\n      <failure message="${xml(faults[0] ?? '')}">${xml(faults.join('\n'))}</failure>\n    </testcase>`;
}

/** Without the control characters that XML cannot hold. */
const xml = (text: string): string => xmlText(text.replaceAll(/[^\P{Cc}\n\t]/gu, ''));
