import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const launch = {
  executablePath: process.env['CKSLAB_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export function launchBrowser(): Promise<Browser> {
  return chromium.launch(launch);
}

/** A browser whose processes can be stopped and woken, as those of a machine that sleeps. */
export interface BrowserGroup {
  readonly browser: Browser;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Also of one that is stopped. */
  end(): Promise<void>;
}

export async function launchBrowserGroup(): Promise<BrowserGroup> {
  const server = await chromium.launchServer(launch);
  const { pid } = server.process();
  if (pid === undefined) throw new Error('the browser has no process');
  return {
    browser: await chromium.connect(server.wsEndpoint()),
    // It leads a group of processes, in which are all of its own.
    signal: (name) => void process.kill(-pid, name),
    end: () => server.kill(),
  };
}

/** From now on terminals can be read by programs: their picture itself is drawn on a canvas. */
export async function makeTerminalsReadable(page: Page): Promise<void> {
  await page.addInitScript(() =>
    localStorage.setItem('cks-lab.terminal', JSON.stringify({ screenReader: true })),
  );
}

/** From now on terminals are drawn into the document, as where there is no WebGL, so that tests see letters and colours. */
export async function takeWebglAway(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { prototype } = HTMLCanvasElement;
    type GetContext = (kind: string, ...more: unknown[]) => RenderingContext | null;
    const real = Reflect.get(prototype, 'getContext') as GetContext;
    Object.assign(prototype, {
      getContext(this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
        return kind.startsWith('webgl') ? null : real.call(this, kind, ...more);
      },
    });
  });
}

/** What the browser prints by itself when networks of the machine come and go, as containers do. The page asks again. */
const elsewhere = 'net::ERR_NETWORK_CHANGED';
/** What it prints of a request that is refused. */
const refusal = 'the server responded with a status';

/** What the page throws and complains about from now on. `refusals`: a test may have it shown requests that are refused. */
export function faultsOf(page: Page, { refusals = false } = {}): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    const isNone = text.includes(elsewhere) || (refusals && text.includes(refusal));
    if (message.type() === 'error' && !isNone) faults.push(text);
  });
  return faults;
}

export interface Violation {
  id: string;
  impact: string;
  nodes: string[];
}

/** The serious faults of accessibility that axe finds on the page as it is now. */
export async function seriousViolations(page: Page): Promise<Violation[]> {
  const { readFile } = await import('node:fs/promises');
  // Evaluated through the debugging protocol, so the page's own policy stands.
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }).axe;
    interface AxeViolation {
      id: string;
      impact: string;
      nodes: { target: string[]; failureSummary: string }[];
    }
    const { violations } = await run.run();
    return violations
      .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
      .map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
      }));
  });
}
