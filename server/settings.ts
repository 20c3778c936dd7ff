import type { IdlePolicy } from '#domain/lab/idle.ts';
import type { Gate } from '#http/same-origin.ts';

/** What the server is told about itself. */
export interface Settings {
  readonly version: string;
  /** Version of the Node that runs this. */
  readonly node: string;
  readonly pageDir: string;
  readonly gate: Gate;
  /** How many labs may have machines at once. */
  readonly places: number;
  /** How many labs one user may have, those that wait included. */
  readonly perUser: number;
  readonly idle: IdlePolicy;
  readonly atOnce: number;
  readonly startWithinMs: number;
  readonly buildImages: boolean;
  /** Of the scenarios, for everybody; without it, each browser says its own. */
  readonly language: string | undefined;
  /** Whoever is let in is an author and may read the answers of scenarios. */
  readonly authoring: boolean;
  /** Files of labs can be opened in an editor of the page. */
  readonly editor: boolean;
  /** Where services of labs are opened; 0 is any free port. */
  readonly servicePort: number;
  /** Of terminals; `with-input` also of the keys that are typed. */
  readonly recording: 'on' | 'off' | 'with-input';
  readonly reconcileEveryMs: number;
  /** What the values of an attempt are drawn from: secret and never the same. */
  readonly seed: () => string;
}
