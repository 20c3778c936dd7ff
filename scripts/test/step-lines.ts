import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Step } from '#contract/progress.ts';
import type { StageRun } from './stage.ts';

const aliveMs = 45_000;

/** The steps of a stage: all of them in its log, begin and end also on the screen, and a sign of life in between. */
export class StepLines {
  private readonly log: WriteStream;
  private readonly tell: StageRun['tell'];
  private readonly open = new Map<string, { title: string; since: number; text: string }>();
  private readonly alive: NodeJS.Timeout;

  constructor({ logFile, tell }: StageRun) {
    this.log = createWriteStream(logFile, { flags: 'a' });
    this.tell = tell;
    this.alive = setInterval(() => this.tellAlive(), aliveMs);
  }

  readonly onStep = (step: Step): void => {
    this.log.write(`${JSON.stringify(step)}\n`);
    const open = this.open.get(step.id);
    if (step.phase === 'begin') {
      this.open.set(step.id, { title: step.title, since: step.at, text: '' });
      this.tell(`• ${step.title} …`);
    } else if (step.phase === 'note' && open !== undefined) open.text = step.text;
    else if (step.phase === 'end') {
      this.open.delete(step.id);
      const seconds = Math.round((step.at - (open?.since ?? step.at)) / 1000);
      this.tell(`${step.ok ? '✓' : '✗'} ${step.title} (${seconds} s)`);
    }
  };

  async close(): Promise<void> {
    clearInterval(this.alive);
    this.log.end();
    await finished(this.log);
  }

  private tellAlive(): void {
    for (const { title, since, text } of this.open.values()) {
      this.tell(`… ${title}: ${Math.round((Date.now() - since) / 1000)} s ${text}`);
    }
  }
}
