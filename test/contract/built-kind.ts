import { builtProgram } from './built-program.ts';

/** The kind that this repository pins, built first when it is missing. */
export const builtKind = (): Promise<string> => builtProgram('kind');
