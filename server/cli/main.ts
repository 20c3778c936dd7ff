import { Command } from 'commander';
import { addBackup } from './backup.ts';
import { addDoctor } from './doctor.ts';
import { addDown } from './down.ts';
import { addGrade } from './grade.ts';
import { addImages } from './images.ts';
import { addPack } from './pack.ts';
import { printFault } from './print.ts';
import { addScenario } from './scenario.ts';
import { addServe } from './serve.ts';
import { addStatus } from './status.ts';
import { addSupportBundle } from './support-bundle.ts';
import { addTest } from './test.ts';
import { addUninstall } from './uninstall.ts';
import { addUp } from './up.ts';
import { version } from './version.ts';

const program = new Command('ckslab')
  .description('Self-hosted training for the Certified Kubernetes Security Specialist exam')
  .version(version)
  .showHelpAfterError('(ckslab --help lists every command)');

for (const add of [
  addUp,
  addStatus,
  addDown,
  addDoctor,
  addBackup,
  addGrade,
  addImages,
  addPack,
  addScenario,
  addServe,
  addSupportBundle,
  addTest,
  addUninstall,
]) {
  add(program);
}

// Whoever reads may stop early, as `| head` does: the rest is then for nobody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  printFault(error);
  process.exitCode = 1;
}
