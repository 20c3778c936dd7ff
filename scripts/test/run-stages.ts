import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { printFault } from '../../server/cli/print.ts';
import { type Counts, countsLine, none, type Outcome, type Stage, type StageRun, sum } from './stage.ts';
import { endOwnersOf } from './tidy.ts';

export interface StagesRun {
  readonly signal: AbortSignal;
  /** Go on to the slow stages when a fast one failed. */
  readonly keepGoing: boolean;
  readonly logs: string;
  readonly env: StageRun['env'];
}

const tailLines = 60;
const tidyWithinMs = 300_000;

/**
 * Runs the stages one after the other and adds up their counts. A stage that cannot run counts as skipped. At the end, where a log is
 * read first, it says again what failed.
 */
export async function runStages(stages: readonly Stage[], run: StagesRun): Promise<Counts> {
  const bad = new Set<string>();
  let fastFailed = false;
  let total = none;
  const failures: string[] = [];
  for (const stage of stages) {
    const blocker = stage.after.find((name) => bad.has(name));
    const outcome = await outcomeOf(stage, run, {
      blocker,
      stopped: fastFailed && !run.keepGoing && !stage.fast,
    });
    const counts = 'cannot' in outcome ? { ...none, skipped: 1 } : outcome;
    if ('cannot' in outcome || outcome.failed > 0) bad.add(stage.name);
    if ('failed' in outcome && outcome.failed > 0) {
      failures.push(...(outcome.failures?.length ? outcome.failures : [`✗ ${stage.name}`]));
    }
    if (stage.fast && counts.failed > 0) fastFailed = true;
    total = sum(total, counts);
  }
  for (const line of failures) print(line);
  return total;
}

async function outcomeOf(
  stage: Stage,
  run: StagesRun,
  o: { blocker: string | undefined; stopped: boolean },
): Promise<Outcome> {
  if (run.signal.aborted) return told(stage, { cannot: 'stopped on request' });
  if (o.stopped)
    return told(stage, { cannot: 'a fast stage failed (use --keep-going to run it all the same)' });
  if (o.blocker !== undefined) return told(stage, { cannot: `it needs ${o.blocker}` });
  const logFile = join(run.logs, `${stage.name}.log`);
  const started = Date.now();
  print(`▸ ${stage.name}`);
  const outcome = await guarded(stage, {
    signal: run.signal,
    env: run.env,
    logFile,
    tell: (line) => print(`    ${line}`),
  });
  await told(stage, outcome, Date.now() - started, logFile);
  return outcome;
}

/** A stage that breaks is a failure of that stage; what it could not remove any more is removed here. */
async function guarded(stage: Stage, run: StageRun): Promise<Outcome> {
  const outcome = await stage.run(run).catch((error: unknown): Outcome => {
    printFault(error);
    return { ...none, failed: 1 };
  });
  const cutShort =
    run.signal.aborted || (!('cannot' in outcome) && outcome.passed === 0 && outcome.failed > 0);
  if (cutShort && stage.makesLabs === true) {
    await endOwnersOf(run.env['CKSLAB_TEST_RUN'] ?? '', AbortSignal.timeout(tidyWithinMs));
  }
  return outcome;
}

async function told(stage: Stage, outcome: Outcome, ms = 0, logFile = ''): Promise<Outcome> {
  if ('cannot' in outcome) {
    print(`- ${stage.name}: skipped, ${outcome.cannot}`);
    return outcome;
  }
  const mark = outcome.failed === 0 ? '✓' : '✗';
  print(`${mark} ${stage.name}: ${countsLine(outcome)} (${(ms / 1000).toFixed(1)} s)`);
  if (outcome.failed > 0) await showTail(outcome.why, logFile);
  return outcome;
}

async function showTail(why: string | undefined, logFile: string): Promise<void> {
  if (why !== undefined) print(indent(why));
  if (!existsSync(logFile)) return;
  const lines = stripVTControlCharacters(await readFile(logFile, 'utf8'))
    .trimEnd()
    .split('\n');
  print(indent(lines.slice(-tailLines).join('\n')));
  print(`    The whole output: ${logFile}`);
}

const indent = (text: string): string => text.replaceAll(/^/gm, '    ');

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
