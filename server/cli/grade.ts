import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { readKubeconfig } from '#adapters/kubernetes/kubeconfig.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { randomIds } from '#adapters/node/ids.ts';
import { unknownScenario } from '#app/catalogue/unknown-scenario.ts';
import {
  gradeOwnCluster,
  type OwnReport,
  requireReadable,
} from '#app/grading/own-cluster/grade-own-cluster.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { openLibrary } from '../scenario-side.ts';
import { type Format, formats, formatted } from './grade/formats.ts';
import { interruptSignal } from './interrupt.ts';
import { print, printFault } from './print.ts';
import { readSettings } from './settings.ts';

const misused = 2;
const misuse = new Set(['request.invalid', 'scenario.not-found', 'scenario.invalid', 'config.invalid']);

interface Options {
  readonly kubeconfig?: string;
  readonly var: Readonly<Record<string, string>>;
  readonly format: Format;
}

export function addGrade(program: Command): void {
  program
    .command('grade')
    .argument('<scenario>', 'whose checks')
    .option('--kubeconfig <file>', 'credentials for the cluster; only its current context is used')
    .option('--var <name=value>', 'the value of a variable of the scenario; may be repeated', addVar, {})
    .addOption(new Option('--format <format>', 'how the result is printed').choices(formats).default('text'))
    .description('look at what a scenario asks for in a cluster of your own; nothing is changed there')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : misused))
    .action(grade);
}

function addVar(text: string, known: Record<string, string>): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write name=value.');
  return { ...known, [name]: value };
}

/** Ends with 0 when everything holds that could be looked at, with 1 when not, with 2 when it came to no look. */
async function grade(id: string, options: Options): Promise<void> {
  try {
    const report = await look(await scenarioOf(id), options);
    print(formatted(report, options.format));
    if (!report.ok) process.exitCode = 1;
  } catch (error) {
    printFault(error);
    process.exitCode = misuse.has(asFault(error).code) ? misused : 1;
  }
}

async function look(scenario: Scenario, options: Options): Promise<OwnReport> {
  // Before anything about credentials, which would not help.
  requireReadable(scenario);
  const text = await readAccess(options.kubeconfig);
  const lab = randomIds.lab();
  const clusterApi = new KubeClusterApi({ kubeconfig: async () => text });
  try {
    return await gradeOwnCluster({
      scenario,
      given: options.var,
      clusterApi,
      clock: systemClock,
      ids: { ...randomIds, lab: () => lab },
      signal: interruptSignal(),
    });
  } finally {
    clusterApi.forget(lab);
  }
}

async function scenarioOf(id: string): Promise<Scenario> {
  const library = await openLibrary(readSettings());
  const loaded = library.get(id);
  if (loaded === undefined) throw unknownScenario(library, id);
  return loaded.scenario;
}

/** The text of a kubeconfig that can be used. What a lab's kubeconfig lacks is no advice for the owner of another cluster. */
async function readAccess(file: string | undefined): Promise<string> {
  if (file === undefined) {
    throw new Fault('request.invalid', 'No kubeconfig was given.', {
      remedy: 'Name one: --kubeconfig ~/.kube/config',
    });
  }
  try {
    const text = await readFile(file, 'utf8');
    readKubeconfig(text);
    return text;
  } catch (error) {
    throw new Fault('request.invalid', `${file} cannot be used: ${asFault(error).message}`, {
      remedy:
        'Give a kubeconfig whose current context holds a client certificate or a token. What lies in other files is put in by: kubectl config view --raw --minify --flatten. In place of a program take the token of a ServiceAccount: kubectl create token NAME',
      cause: error,
    });
  }
}
