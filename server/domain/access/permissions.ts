import type { routes } from '#contract/api.ts';
import type { LabsToServer, TerminalToServer, WatchToServer } from '#contract/events.ts';

/**
 * `learner`: a browser that was let in by the server's own address. `guest`: one that came by an invitation to watch one lab.
 * `anyone`: no cookie at all.
 */
export type Role = 'learner' | 'guest' | 'anyone';

/** Every route of the API, by its name in the contract, and every event that a browser may send. */
export type Action = keyof typeof routes | keyof LabsToServer | keyof TerminalToServer | keyof WatchToServer;

/** Who may do what. What has no row does not compile; what is not named here is for learners alone. */
export const allowed: Readonly<Record<Action, readonly Role[]>> = {
  system: ['learner'],
  catalogue: ['learner'],
  scenario: ['learner'],
  preview: ['learner'],
  labs: ['learner'],
  startLab: ['learner'],
  lab: ['learner'],
  resetLab: ['learner'],
  pauseLab: ['learner'],
  resumeLab: ['learner'],
  snapshots: ['learner'],
  saveSnapshot: ['learner'],
  undoLab: ['learner'],
  stopLab: ['learner'],
  grade: ['learner'],
  hint: ['learner'],
  extendLab: ['learner'],
  folder: ['learner'],
  shellFolder: ['learner'],
  openShells: ['learner'],
  openText: ['learner'],
  saveFile: ['learner'],
  openService: ['learner'],
  doctor: ['learner'],
  attempts: ['learner'],
  recordings: ['learner'],
  removeRecordings: ['learner'],
  recording: ['learner'],
  removeRecording: ['learner'],
  cast: ['learner'],
  recordingSetting: ['learner'],
  switchRecording: ['learner'],
  watchers: ['learner'],
  endWatching: ['learner'],
  invite: ['learner'],
  revoke: ['learner'],
  letType: ['learner'],
  dismiss: ['learner'],
  leave: ['learner'],

  enterWatch: ['anyone', 'guest', 'learner'],
  watch: ['guest'],
  leaveWatch: ['guest'],

  'lab.watch': ['learner'],
  'lab.unwatch': ['learner'],
  'scenario.look': ['learner'],
  'scenario.leave': ['learner'],

  'shell.open': ['learner'],
  'shell.input': ['learner'],
  'shell.answer': ['learner'],
  'shell.resize': ['learner'],
  'shell.drawn': ['learner'],
  'shell.close': ['learner'],

  'watch.look': ['guest'],
  'watch.stop': ['guest'],
  'watch.drawn': ['guest'],
  'watch.input': ['guest'],
};

/** Whether somebody with any of these roles may do it. An action without a row is the learner's. */
export function isAllowed(action: string | undefined, roles: ReadonlySet<Role>): boolean {
  const known = action !== undefined && Object.hasOwn(allowed, action);
  const may = known ? allowed[action as Action] : (['learner'] as const);
  return may.some((role) => roles.has(role));
}

/** The route that a request is for, by its method and path; undefined when the contract has none. */
export function routeFor(
  table: Readonly<Record<string, { readonly method: string; readonly path: string }>>,
  method: string,
  path: string,
): string | undefined {
  // What answers to GET answers to HEAD.
  const asked = method === 'HEAD' ? 'GET' : method;
  const parts = path.split('/');
  const found = Object.entries(table).find(([, route]) => {
    const named = route.path.split('/');
    if (route.method !== asked || named.length !== parts.length) return false;
    return named.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]));
  });
  return found?.[0];
}
