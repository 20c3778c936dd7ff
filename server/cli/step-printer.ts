import pc from 'picocolors';
import type { Step } from '#contract/progress.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
/** In a log somebody reads later, a silent minute looks like a hang. */
const aliveMs = 60_000;

interface Open {
  readonly title: string;
  readonly since: number;
  detail: string;
  toldAt: number;
}

/** Draws the steps of a run: a spinner on a terminal, plain lines with seconds anywhere else. */
export class StepPrinter {
  private readonly open = new Map<string, Open>();
  private readonly out: NodeJS.WriteStream;
  private readonly live: boolean;
  private readonly timer: NodeJS.Timeout;
  private frame = 0;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.out = out;
    this.live = out.isTTY && process.env['CI'] === undefined;
    this.timer = setInterval(() => this.tick(), this.live ? frameMs : 1000);
    this.timer.unref();
  }

  readonly onStep = (step: Step): void => {
    if (step.phase === 'begin') this.begin(step);
    else if (step.phase === 'note') this.detail(step, step.text);
    else if (step.phase === 'progress') this.detail(step, `${Math.round((100 * step.done) / step.total)} %`);
    else this.end(step, step.ok);
  };

  /** Call it when the run is over: the spinner's line is cleared. */
  close(): void {
    clearInterval(this.timer);
    this.clearLine();
  }

  private begin(step: Step): void {
    this.open.set(step.id, { title: step.title, since: step.at, detail: '', toldAt: Date.now() });
    if (!this.live) this.line(`${pc.cyan('•')} ${step.title} …`);
  }

  private detail(step: Step, text: string): void {
    const open = this.open.get(step.id);
    if (open === undefined || open.detail === text) return;
    open.detail = text;
    if (this.live || step.phase === 'progress') return;
    open.toldAt = Date.now();
    this.line(pc.dim(`  ${open.title}: ${text}`));
  }

  private end(step: Step, ok: boolean): void {
    const since = this.open.get(step.id)?.since ?? step.at;
    this.open.delete(step.id);
    const seconds = ((step.at - since) / 1000).toFixed(1);
    this.line(`${ok ? pc.green('✓') : pc.red('✗')} ${step.title} ${pc.dim(`(${seconds} s)`)}`);
  }

  private tick(): void {
    if (this.live) this.spin();
    else this.tellAlive();
  }

  private spin(): void {
    const newest = [...this.open.values()].at(-1);
    if (newest === undefined) return;
    const others = this.open.size > 1 ? ` (and ${this.open.size - 1} more)` : '';
    const detail = newest.detail === '' ? '' : ` ${newest.detail}`;
    const seconds = Math.round((Date.now() - newest.since) / 1000);
    const text = `${newest.title} … ${seconds} s${others}${detail}`;
    this.frame = (this.frame + 1) % frames.length;
    this.clearLine();
    this.out.write(
      `${pc.cyan(frames[this.frame] ?? '')} ${text.slice(0, Math.max(20, this.out.columns - 3))}`,
    );
  }

  private tellAlive(): void {
    const now = Date.now();
    for (const open of this.open.values()) {
      if (now - open.toldAt < aliveMs) continue;
      open.toldAt = now;
      const at = open.detail === '' ? '' : `: ${open.detail}`;
      this.line(pc.dim(`  ${open.title}: ${Math.round((now - open.since) / 1000)} s so far${at}`));
    }
  }

  private line(text: string): void {
    this.clearLine();
    this.out.write(`${text}\n`);
  }

  private clearLine(): void {
    if (this.live) this.out.write('\r\u001b[2K');
  }
}
