import { missingChromium } from './chromium.ts';
import { imagesStage, type TestEngine } from './engine-stages.ts';
import { toolStage, vitestStage } from './program-stages.ts';
import type { Stage } from './stage.ts';

/** Everything, in the order in which a mistake shows soonest. */
export const stages = (engine: TestEngine): readonly Stage[] => [
  toolStage('format', '@biomejs/biome/bin/biome', ['format', '.']),
  toolStage('lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  toolStage('types', 'typescript/bin/tsc', ['-b']),
  vitestStage({ name: 'unit', projects: ['architecture', 'server', 'web'], minutes: 10, fast: true }),
  // The built page in a browser, against a stand-in for the server.
  vitestStage({ name: 'page', projects: ['page'], minutes: 20, missing: missingChromium }),
  engine.stage,
  imagesStage,
  // Each adapter and each image against the real engine.
  vitestStage({ name: 'contract', projects: ['contract'], minutes: 45, after: ['images'] }),
  // Each scenario on real labs: untouched, solved, and every wrong answer.
  vitestStage({ name: 'scenarios', projects: ['scenarios'], minutes: 120, after: ['images'] }),
  // A learner's way through the real thing.
  vitestStage({ name: 'e2e', projects: ['e2e'], minutes: 90, after: ['images'], missing: missingChromium }),
];
