import { lawWarnings } from '#domain/scenario/laws.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { print } from './print.ts';

/** Tells what is no mistake in sound scenarios but should be looked at twice. */
export function printWarnings(scenarios: readonly LoadedScenario[]): void {
  for (const { scenario } of scenarios) {
    const file = `${scenario.domain}/${scenario.id}/scenario.yaml`;
    for (const { path, message } of lawWarnings(scenario)) {
      print(`${file}: warning: ${path.join('.')}: ${message}`);
    }
  }
}
