import type { Command } from 'commander';
import { unknownScenario } from '#app/catalogue/unknown-scenario.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { openLibrary } from '../scenario-side.ts';
import { printAddress } from './address.ts';
import { PlatformClient } from './platform-client.ts';
import { print } from './print.ts';
import { originOf, runningServer, type ServerRecord } from './server-record.ts';
import { readSettings } from './settings.ts';

export function addScenarioPreview(scenario: Command): void {
  scenario
    .command('preview')
    .argument('<id>', 'the scenario to look at')
    .description('where the page shows a scenario with its answers; the server must run in authoring mode')
    .action(preview);
}

async function preview(id: string): Promise<void> {
  const config = readSettings();
  // A scenario that is not there is told before anybody restarts a server.
  const library = await openLibrary(config);
  if (library.get(id) === undefined) throw unknownScenario(library, id);
  const server = await runningServer(config.stateDir);
  if (server === undefined) throw off('No server is running.', './ckslab up');
  await requireAuthoring(config.stateDir, server, id);
  print(`  ${originOf(server)}/preview/${id}`);
  print('  shows it with its answers, once this browser is in:');
  await printAddress(config.stateDir, server);
}

async function requireAuthoring(stateDir: string, server: ServerRecord, id: string): Promise<void> {
  const client = await PlatformClient.enter(stateDir, server);
  try {
    await client.call('preview', { params: { scenario: id } });
  } catch (error) {
    const { code } = asFault(error);
    if (code === 'not-found')
      throw off('The server does not run in authoring mode.', './ckslab down && ./ckslab up');
    throw code === 'scenario.not-found' ? unknown(id) : error;
  } finally {
    await client.leave();
  }
}

const off = (message: string, command: string): Fault =>
  new Fault('config.invalid', message, {
    remedy: `Start it with the setting that shows answers: export CKSLAB_AUTHORING=1, then ${command}`,
  });

const unknown = (id: string): Fault =>
  new Fault('scenario.not-found', `The server knows no scenario ${id} that can be read.`, {
    remedy: 'List what there is: ./ckslab scenario list. Mistakes are told by ./ckslab scenario lint.',
  });
