import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { ensurePage } from '../server/cli/ensure-page.ts';
import { interruptSignal } from '../server/cli/interrupt.ts';
import type { PlatformClient } from '../server/cli/platform-client.ts';
import { print, printFault } from '../server/cli/print.ts';
import { readSettings } from '../server/cli/settings.ts';
import type { Config } from '../server/config.ts';
import { BenchPage } from './bench-page.ts';
import { median, quantile } from './phases.ts';
import { withServer } from './with-server.ts';

// How long an author waits: from the moment a scenario is saved until the page has the catalogue with the change, or with its
// faults. Nothing is asserted: the numbers are for people who compare machines and changes.

/** What an author should wait at most. */
const budgetMs = 1000;
const original = 'cs18-tls-handshake';
const id = 'be01-saved';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, port: { type: 'string', default: '3949' } },
});
const signal = interruptSignal();
const folder = await mkdtemp(join(tmpdir(), 'cks-lab-bench-'));
const stateDir = join(folder, 'state');
const pack = join(folder, 'pack');
const home = join(pack, 'cluster-setup', id);
const config: Config = { ...readSettings({ port: Number(values.port) }), stateDir };
try {
  await ensurePage({ signal, onStep: () => undefined });
  await cp(join(import.meta.dirname, '..', 'scenarios', 'cluster-setup', original), home, {
    recursive: true,
  });
  const described = { id: 'bench', name: 'Bench', version: '1.0.0', licence: 'Apache-2.0' };
  await writeFile(join(pack, 'pack.yaml'), stringify({ schema: 'cks-lab-pack/1', ...described }));
  const text = (await readFile(join(home, 'scenario.yaml'), 'utf8')).replace(`id: ${original}`, `id: ${id}`);
  await writeFile(join(home, 'scenario.yaml'), text);
  const env = {
    CKSLAB_PACKS: pack,
    CKSLAB_AUTHORING: '1',
    CKSLAB_WARM_LABS: '0',
    CKSLAB_BUILD_IMAGES: 'false',
  };
  await withServer(config, env, signal, (client) => measure(client, text));
} catch (error) {
  printFault(error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(client: PlatformClient, text: string): Promise<void> {
  const page = await BenchPage.open(client);
  try {
    const sound: number[] = [];
    const faulty: number[] = [];
    for (let n = 0; n < Number(values.runs); n++) {
      const title = `Saved ${n} times`;
      const now = await client.call('catalogue');
      if (now.faults.length > 0) throw new Error(now.faults[0]?.message);
      sound.push(await saved(client, page, text.replace(/^title: .*$/m, `title: ${title}`), title));
      faulty.push(await saved(client, page, text.replace(/^minutes: .*$/m, 'minutes: many'), 'minutes'));
      await saved(client, page, text, 'Read the handshake');
    }
    print('from saving a scenario to the page that shows it, in ms');
    row('with another title', sound);
    row('with a fault', faulty);
  } finally {
    page.close();
  }
}

/** Writes the scenario and waits until the page, told of a change, has `wanted` in its catalogue. Milliseconds. */
async function saved(client: PlatformClient, page: BenchPage, text: string, wanted: string): Promise<number> {
  const began = performance.now();
  const told = page.catalogueChanged(signal);
  await writeFile(join(home, 'scenario.yaml'), text);
  await told;
  for (;;) {
    const { scenarios, faults } = await client.call('catalogue', { signal });
    const shown = scenarios.find((one) => one.id === id)?.title;
    if (shown === wanted || faults.some(({ field }) => field === wanted)) return performance.now() - began;
    // A file that is written slowly is read twice.
    await delay(5, undefined, { signal });
  }
}

function row(what: string, times: readonly number[]): void {
  const p95 = quantile(times, 0.95);
  const kept = p95 <= budgetMs ? 'kept' : 'missed';
  print(
    `${what}: p50 ${median(times).toFixed(0)}, p95 ${p95.toFixed(0)}, budget ${budgetMs}, ${kept} (× ${(p95 / budgetMs).toFixed(2)})`,
  );
}
