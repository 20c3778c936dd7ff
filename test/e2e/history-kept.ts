import { test } from 'vitest';
import { minutes } from './lab-window.ts';
import { its } from './one-lab.ts';

test('after a reset the shell knows what was typed before', async () => {
  await its.window.run('echo typed before the re""set');
  await its.window.shows(/^typed before the reset\n[^]*\$\s*$/m);
  await its.page.getByRole('button', { name: 'Reset', exact: true }).click();
  await its.page.getByRole('button', { name: 'Reset the lab' }).click();
  await its.window.shell().waitFor({ state: 'detached', timeout: 2 * minutes });
  await its.window.ready();
  await its.window.shows(/^learner@workstation:~\$\s*$/);
  await its.page.keyboard.press('ArrowUp');
  await its.window.shows(/\$ echo typed before the re""set\s*$/);
  await its.page.keyboard.press('Enter');
  await its.window.shows(/^typed before the reset\n[^]*\$\s*$/m);
});
