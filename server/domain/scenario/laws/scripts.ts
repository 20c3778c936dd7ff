import { leafChecks } from '../checks-of.ts';
import type { Law } from './law.ts';

const enough = 2;

/** A script sees what it was written to see and trusts the machine's programs: many of them ask for a type of check. */
export const scriptsAreFew: Law = (scenario) => {
  const scripts = leafChecks(scenario).filter(({ check }) => check.type === 'script');
  return scripts.slice(enough).map(({ path }) => ({
    path,
    message: `the scenario has ${scripts.length} script checks; more than ${enough} need a second look`,
  }));
};
