import type { UsedPacks } from '#app/packs/pack-news.ts';
import type { Watching } from '#app/catalogue/live-catalogue.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import type { Gate } from '#http/same-origin.ts';
import type { WarmPolicy } from '#app/labs/spares/spare-pool.ts';
import type { IdlePolicy } from '#domain/lab/idle.ts';
import type { Durations } from '#ports/durations.ts';
import type { Engine } from '#ports/engine.ts';
import type { Entrance } from '#ports/entrance.ts';
import type { EventBus } from '#ports/events.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { InvitationStore } from '#ports/invitation-store.ts';
import type { Log } from '#ports/log.ts';
import type { LabSnapshots } from '#ports/lab-snapshots.ts';
import type { LabNetwork } from '#ports/lab-network.ts';
import type { MachineFiles } from '#ports/machine-files.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { ClusterRuntime, HostRuntime } from '#ports/runtimes.ts';
import type { Recordings } from '#ports/recordings.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { ShellStore } from '#ports/shell-store.ts';
import type { SessionStore } from '#ports/session-store.ts';
import type { TerminalHost } from '#ports/terminal-host.ts';

/** Everything outside that the server needs, by port. */
export interface Ports extends GradingDeps {
  readonly clusters: ClusterRuntime;
  readonly hosts: HostRuntime;
  readonly terminals: TerminalHost;
  readonly shellStore: ShellStore;
  readonly files: MachineFiles;
  readonly network: LabNetwork;
  readonly snapshots: LabSnapshots;
  readonly builder: ImageBuilder;
  readonly engine: Engine;
  readonly facts: MachineFacts;
  readonly store: LabStore;
  readonly durations: Durations;
  readonly sessions: SessionStore;
  readonly entrance: Entrance;
  readonly recordings: Recordings;
  readonly invitations: InvitationStore;
  readonly library: ScenarioLibrary;
  /** The folders of the library, where changes of their files are to show at once. */
  readonly watching?: Watching;
  /** Packs that may become newer while the server runs. */
  readonly packs?: UsedPacks;
  readonly bus: EventBus;
  readonly log: Log;
}

export interface Settings {
  readonly version: string;
  /** Version of the Node that runs this. */
  readonly node: string;
  readonly pageDir: string;
  readonly gate: Gate;
  /** Lets a program from elsewhere read the metrics. */
  readonly metricsToken: string | undefined;
  /** How many labs may have machines at once. */
  readonly places: number;
  /** How many labs one user may have, those that wait included. */
  readonly perUser: number;
  readonly idle: IdlePolicy;
  /** Labs that are made before anybody starts them. */
  readonly warm: WarmPolicy;
  readonly atOnce: number;
  readonly startWithinMs: number;
  readonly buildImages: boolean;
  /** Of the scenarios, for everybody; without it, each browser says its own. */
  readonly language: string | undefined;
  /** Whoever is let in is an author and may read the answers of scenarios. */
  readonly authoring: boolean;
  /** Files of labs can be opened in an editor of the page. */
  readonly editor: boolean;
  /** Of terminals; `with-input` also of the keys that are typed. */
  readonly recording: 'on' | 'off' | 'with-input';
  /** Where services of labs are opened; 0 is any free port. */
  readonly servicePort: number;
  readonly reconcileEveryMs: number;
  /** What the values of an attempt are drawn from: secret and never the same. */
  readonly seed: () => string;
}
