import type { Action } from './action.ts';

/** What the scenario needs the API server for and nothing else. */
export const objects: Action = (parts, preparation) => parts.runSetup(preparation, 'first');

export const setup: Action = (parts, preparation) => parts.runSetup(preparation, 'rest');
