import type { Scenario } from '#contract/scenario/scenario.ts';
import { leafChecks } from './checks-of.ts';

/** A file that a scenario names, and where it names it. */
export interface NamedFile {
  readonly file: string;
  readonly kind: 'manifest' | 'content' | 'script';
  readonly path: readonly (string | number)[];
}

/** Every file of its folder that a scenario names. */
export function namedFiles(scenario: Scenario): NamedFile[] {
  const hosts = scenario.environment.hosts.flatMap(({ files }, i) =>
    files.map(({ from }, j): NamedFile => {
      return { file: from, kind: 'content', path: ['environment', 'hosts', i, 'files', j, 'from'] };
    }),
  );
  const setup = scenario.setup.flatMap((step, i): NamedFile[] => {
    if ('apply' in step) return [{ file: step.apply, kind: 'manifest', path: ['setup', i, 'apply'] }];
    if ('file' in step)
      return [{ file: step.file.from, kind: 'content', path: ['setup', i, 'file', 'from'] }];
    if ('run' in step)
      return [{ file: step.run.script, kind: 'script', path: ['setup', i, 'run', 'script'] }];
    return [];
  });
  const checks = leafChecks(scenario).flatMap(({ check, path }): NamedFile[] => {
    if (check.type === 'script') return [{ file: check.run, kind: 'script', path: [...path, 'run'] }];
    if (check.type === 'k8s.admission')
      return [{ file: check.manifest, kind: 'manifest', path: [...path, 'manifest'] }];
    if (check.type === 'signature' && 'file' in check.key)
      return [{ file: check.key.file, kind: 'content', path: [...path, 'key', 'file'] }];
    return [];
  });
  const script = (key: string) => (entry: { script: string }, i: number) =>
    ({ file: entry.script, kind: 'script', path: [key, i, 'script'] }) satisfies NamedFile;
  return [
    ...hosts,
    ...setup,
    ...checks,
    ...scenario.solutions.map(script('solutions')),
    ...scenario.wrong.map(script('wrong')),
    { file: scenario.deleteEverything.script, kind: 'script', path: ['deleteEverything', 'script'] },
  ];
}
