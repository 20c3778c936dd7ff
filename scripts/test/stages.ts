import { missingChromium } from './chromium.ts';
import { imagesStage, type TestEngine } from './engine-stages.ts';
import { proveSettings, proveStageMinutes } from './prove-settings.ts';
import { toolStage, vitestStage } from './program-stages.ts';
import { Fault } from '#domain/fault.ts';
import type { Stage } from './stage.ts';

/** Everything, in the order in which a mistake shows soonest. */
export const stages = (engine: TestEngine): readonly Stage[] => [
  toolStage('format', '@biomejs/biome/bin/biome', ['format', '.']),
  toolStage('lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  toolStage('types', 'typescript/bin/tsc', ['-b']),
  vitestStage({ name: 'unit', projects: ['architecture', 'server', 'web'], minutes: 10, fast: true }),
  toolStage('build', 'vite/bin/vite.js', ['build']),
  // The built page in a browser, against a stand-in for the server.
  vitestStage({ name: 'page', projects: ['page'], minutes: 20, after: ['build'], missing: missingChromium }),
  engine.stage,
  imagesStage,
  // Each adapter and each image against the real engine.
  vitestStage({ name: 'contract', projects: ['contract'], minutes: 75, after: ['images'], makesLabs: true }),
  // Scenarios on real labs: untouched, solved, and every wrong answer. Which ones, and for how long, is a setting.
  vitestStage({
    name: 'scenarios',
    projects: ['scenarios'],
    minutes: proveStageMinutes(proveSettings(process.env)),
    after: ['images'],
    makesLabs: true,
  }),
  // A learner's way through the real thing.
  vitestStage({
    name: 'e2e',
    projects: ['e2e'],
    minutes: 90,
    after: ['images'],
    makesLabs: true,
    missing: missingChromium,
  }),
];

/** The stages that were asked for, with those that they need. */
export function chosen(
  all: readonly Stage[],
  o: { fast: boolean; only: readonly string[] },
): readonly Stage[] {
  const unknown = o.only.filter((name) => !all.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new Fault('request.invalid', `There is no stage ${unknown.join(', ')}.`, {
      remedy: `The stages are: ${all.map(({ name }) => name).join(', ')}.`,
    });
  }
  const wanted = new Set(o.only);
  // A stage stands after those that it needs, so one pass from the end finds them all.
  for (const stage of all.toReversed()) {
    if (wanted.has(stage.name)) for (const name of stage.after) wanted.add(name);
  }
  return all.filter((stage) => (!o.fast || stage.fast) && (wanted.size === 0 || wanted.has(stage.name)));
}
