import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, restore } from '#adapters/sqlite/backup.ts';
import { print } from './print.ts';
import { readSettings } from './settings.ts';

const databaseIn = (stateDir: string): string => join(stateDir, 'cks-lab.db');

export function addBackup(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where the copy goes')
    .option('--force', 'replace a file that exists')
    .description('copy the history into one file; the server may go on meanwhile')
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      await backUp(databaseIn(readSettings().stateDir), resolve(file), { force });
      print(`The history is in ${resolve(file)}. Browsers have to sign in anew after it is restored.`);
    });
  program
    .command('restore')
    .argument('<file>', 'a copy that backup has written')
    .option('--force', 'replace the history that is there; it is kept beside')
    .description('put a backup in the place of the history; stop the server before')
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      const kept = await restore(resolve(file), databaseIn(readSettings().stateDir), { force });
      print('The history was restored.');
      if (kept !== undefined) print(`What was there before is kept in ${kept}.`);
      print('At its next start the server removes labs that began after the backup.');
    });
}
