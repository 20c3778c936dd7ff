import { parse } from 'yaml';
import { z } from 'zod';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { Fault } from '#domain/fault.ts';
import { calledBy } from './called-programs.ts';
import type { Scene } from './check-module.ts';
import { wholeText } from './whole-text.ts';

/** Where the node image has the benchmarks of kube-bench. */
export const benchmarks = '/etc/kube-bench/cfg';
/** Called whatever is asked: to find the components, to learn the cluster's version, and to run each audit. */
const always = ['/bin/ps', '/bin/sh', 'kubectl'];
/** The largest file of a benchmark has some hundred kilobytes. */
const maxBytes = 1024 ** 2;

const Audits = z.object({
  groups: z.array(
    z.object({
      checks: z.array(
        z.object({ id: z.string(), audit: z.string().optional(), audit_config: z.string().optional() }),
      ),
    }),
  ),
});

/**
 * Sees to what kube-bench goes by: the files of the benchmark, and the programs that the audits of these findings call. Files that the
 * image does not have are the author's, and so is what they call. @throws Fault when one of them is not as the lab came with it.
 */
export async function trustBenchmark(check: CheckOf<'cis'>, scene: Scene): Promise<void> {
  const { machines, lab, signal } = scene;
  const { on, benchmark } = check;
  const settings = [`${benchmarks}/config.yaml`, `${benchmarks}/${benchmark}/config.yaml`];
  const audits = check.targets.split(',').map((target) => `${benchmarks}/${benchmark}/${target.trim()}.yaml`);
  const [, ...commands] = await Promise.all([
    Promise.all(settings.map((path) => machines.trustFile(lab, on, path, signal))),
    ...audits.map(async (path) => {
      const isOwn = await machines.trustFile(lab, on, path, signal);
      return isOwn ? commandsIn(path, check, scene) : [];
    }),
  ]);
  const called = calledBy(['sh', ...always, ...commands.flat()]);
  await machines.trustCalls(lab, on, called, signal);
}

/** What the audits of the findings run. */
async function commandsIn(
  path: string,
  { on, pass }: CheckOf<'cis'>,
  { observer, lab, signal }: Scene,
): Promise<string[]> {
  const file = await observer.ask(lab, on, { kind: 'file', path, maxBytes }, signal);
  const text = file.kind === 'file' ? wholeText(file) : undefined;
  if (text === undefined) {
    throw new Fault('runtime.failed', `what the audits in ${path} on ${on} run could not be told`, {
      remedy: 'Check again. If it happens again, reset the lab.',
    });
  }
  // kube-bench reads YAML that is none, such as the benchmarks of etcd: then every word may be a program that is called.
  const groups = readAudits(text)?.groups ?? [];
  if (groups.length === 0) return [text];
  return groups
    .flatMap(({ checks }) => checks)
    .filter(({ id }) => pass.includes(id))
    .flatMap(({ audit = '', audit_config = '' }) => [audit, audit_config]);
}

function readAudits(text: string): z.infer<typeof Audits> | undefined {
  try {
    // Every value is a text then: 2.10 is an id and no number.
    return Audits.safeParse(parse(text, { schema: 'failsafe', maxAliasCount: 50 })).data;
  } catch {
    return undefined;
  }
}
