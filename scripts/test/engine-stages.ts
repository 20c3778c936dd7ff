import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { findEngine } from '#adapters/engine/find-engine.ts';
import { installEngine } from '#adapters/engine/install-engine.ts';
import { startEngine } from '#adapters/engine/start-engine.ts';
import { asFault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import { openImages } from '../../server/lab-side.ts';
import { labImages } from '../../server/cli/lab-images.ts';
import { fromRoot } from '../../server/cli/places.ts';
import { readSettings } from '../../server/cli/settings.ts';
import { StepLines } from './step-lines.ts';
import type { Stage, StageRun } from './stage.ts';

const pidFile = '/var/run/docker.pid';
const stopWithinMs = 60_000;
const passed = { passed: 1, failed: 0, skipped: 0 };

/** The engine of this machine, started when there is none; what was started here is also stopped here. */
export class TestEngine {
  private started = false;

  readonly stage: Stage = { name: 'engine', fast: false, after: [], run: (run) => this.ensure(run) };

  private async ensure(stage: StageRun): ReturnType<Stage['run']> {
    const run = withLines(stage);
    try {
      if ((await findEngine(process.env, run.signal)) !== undefined) return passed;
      if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
        return { cannot: 'no Docker engine answers, and only root on Debian may install one' };
      }
      await installEngine(stage.env['CKSLAB_STATE_DIR'] ?? '', run);
      this.started = true;
      await startEngine(fromRoot('test-results/logs/dockerd.log'), run);
      return passed;
    } finally {
      await run.close();
    }
  }

  async stop(): Promise<void> {
    if (!this.started || !existsSync(pidFile)) return;
    process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGTERM');
    const end = Date.now() + stopWithinMs;
    while (existsSync(pidFile) && Date.now() < end) await delay(200);
  }
}

/** From nothing this compiles Kubernetes and takes half an hour; with everything built it takes seconds. */
export const imagesStage: Stage = {
  name: 'images',
  fast: false,
  after: ['engine'],
  run: async (stage) => {
    const run = withLines(stage);
    try {
      const images = await openImages(readSettings());
      await images.build(labImages, { ...run, onImage: () => undefined });
      return passed;
    } catch (error) {
      const { message, remedy } = asFault(error);
      return { passed: 0, failed: 1, skipped: 0, why: `${message}\n→ ${remedy}` };
    } finally {
      await run.close();
    }
  },
};

function withLines(stage: StageRun): Run & { close: () => Promise<void> } {
  const lines = new StepLines(stage);
  return { signal: stage.signal, onStep: lines.onStep, close: () => lines.close() };
}
