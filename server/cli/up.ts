import { join } from 'node:path';
import type { Command } from 'commander';
import { findEngine } from '#adapters/engine/find-engine.ts';
import { installEngine } from '#adapters/engine/install-engine.ts';
import { startEngine } from '#adapters/engine/start-engine.ts';
import { stepOf } from '#adapters/engine/step-of.ts';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import type { Config } from '../config.ts';
import { openInBrowser, printAddress } from './address.ts';
import { printFinding } from './doctor.ts';
import { ensurePage } from './ensure-page.ts';
import { interruptSignal } from './interrupt.ts';
import type { Finding } from '#contract/doctor.ts';
import { machineFindings } from './machine-findings.ts';
import { print } from './print.ts';
import { serve } from './serve.ts';
import { runningServer, type ServerRecord } from './server-record.ts';
import { parsePort, readSettings } from './settings.ts';
import { startServer } from './start-server.ts';
import { StepPrinter } from './step-printer.ts';
import { waitForImages } from './wait-for-images.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly foreground?: true;
  readonly waitImages?: true;
  readonly open: boolean;
}

export function addUp(program: Command): void {
  program
    .command('up')
    .description('install what is missing, start the server and open the page')
    .option('--port <number>', 'port of the page (3939 unless CKSLAB_PORT says otherwise)', parsePort)
    .option('--host <address>', 'address of the page; only this machine itself may reach it')
    .option('--foreground', 'keep the server in this terminal')
    .option('--wait-images', 'return only when every lab image is built')
    .option('--no-open', 'print the address, but open no browser')
    .action(up);
}

async function up(options: Options): Promise<void> {
  const config = readSettings(options);
  const signal = interruptSignal();
  const printer = new StepPrinter();
  const run = { signal, onStep: printer.onStep };
  try {
    const running = await runningServer(config.stateDir);
    if (running !== undefined) print(`The server is running already (process ${running.pid}).`);
    else await prepare(config, run);
    if (running === undefined && options.foreground) return await serve(config);
    const server = running ?? (await start(config, run));
    if (options.waitImages) await waitForImages(config.stateDir, server, run);
    printer.close();
    const address = await printAddress(config.stateDir, server);
    if (options.open) openInBrowser(address);
  } finally {
    printer.close();
  }
}

/** Everything that has to be there before the server starts. Each step is skipped where nothing is missing. */
async function prepare(config: Config, run: Run): Promise<void> {
  const findings = await stepOf(run, { id: 'machine', title: 'Check the machine' }, () =>
    machineFindings(config),
  );
  for (const finding of findings.filter(({ mark }) => mark !== 'ok')) printFinding(finding);
  refuse(findings.find(({ mark }) => mark === 'bad'));
  await ensureEngine(config, run);
  await ensurePage(run);
}

function refuse(finding: Finding | undefined): void {
  if (finding === undefined) return;
  throw new Fault('tool.missing', `This machine cannot run labs: ${finding.fact}.`, {
    remedy: finding.remedy ?? 'Use a larger machine.',
  });
}

async function ensureEngine(config: Config, run: Run): Promise<void> {
  const found = await findEngine(process.env, run.signal);
  if (found === undefined) await installEngine(config.stateDir, run);
  await startEngine(join(config.stateDir, 'dockerd.log'), run);
}

const start = (config: Config, run: Run): Promise<ServerRecord> =>
  stepOf(run, { id: 'server', title: 'Start the server' }, () => startServer(config, run.signal));
