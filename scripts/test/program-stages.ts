import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { fromRoot } from '../../server/cli/places.ts';
import { runProgram } from './run-program.ts';
import type { Stage } from './stage.ts';
import { countsOf, failedLines, skippedLines } from './vitest-counts.ts';

const node = process.execPath;
const minuteMs = 60_000;

/** A tool that passes or fails as a whole counts as one test. */
export function toolStage(name: string, script: string, args: readonly string[]): Stage {
  return {
    name,
    fast: true,
    after: [],
    run: async (run) => {
      const exitCode = await runProgram(
        [node, fromRoot('node_modules', script), ...args],
        10 * minuteMs,
        run,
      );
      return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
    },
  };
}

interface VitestStage {
  readonly name: string;
  readonly projects: readonly string[];
  readonly minutes: number;
  readonly fast?: boolean;
  readonly after?: readonly string[];
  readonly makesLabs?: boolean;
  /** A reason why this machine cannot run the stage. May install what is missing. */
  readonly missing?: (run: Parameters<Stage['run']>[0]) => Promise<string | undefined>;
}

export function vitestStage(o: VitestStage): Stage {
  return {
    name: o.name,
    fast: o.fast ?? false,
    after: o.after ?? [],
    makesLabs: o.makesLabs ?? false,
    run: async (run) => {
      const cannot = await o.missing?.(run);
      if (cannot !== undefined) return { cannot };
      const report = fromRoot('test-results', `${o.name}.json`);
      await mkdir(fromRoot('test-results'), { recursive: true });
      await rm(report, { force: true });
      const projects = o.projects.flatMap((project) => ['--project', project]);
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const vitest = fromRoot('node_modules/vitest/vitest.mjs');
      const exitCode = await runProgram(
        [node, vitest, 'run', ...projects, ...reporters],
        o.minutes * minuteMs,
        run,
      );
      const json = existsSync(report) ? await readFile(report, 'utf8') : undefined;
      for (const line of skippedLines(json)) run.tell(line);
      return { ...countsOf(json, exitCode), failures: failedLines(json) };
    },
  };
}
