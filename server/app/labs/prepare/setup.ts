import type { Action } from './action.ts';

export const setup: Action = (parts, preparation) => parts.runSetup(preparation);
