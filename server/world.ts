import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sessions } from '#app/access/sessions.ts';
import { previewScenario } from '#app/authoring/preview-scenario.ts';
import { Catalogue } from '#app/catalogue/catalogue.ts';
import { LiveCatalogue, type Watching } from '#app/catalogue/live-catalogue.ts';
import { gradeLab, type GradingDeps } from '#app/grading/grade-lab.ts';
import { ImageKeeper } from '#app/images/image-keeper.ts';
import { LabFiles } from '#app/files/lab-files.ts';
import { Gradings, type GradeRun } from '#app/labs/gradings.ts';
import { labMode } from '#app/labs/get-lab.ts';
import type { Preparation } from '#app/labs/prepare/action.ts';
import { IdleKeeper } from '#app/labs/idle-keeper.ts';
import { LabBook } from '#app/labs/lab-book.ts';
import { LabDesk } from '#app/labs/lab-desk.ts';
import { Reconciler } from '#app/labs/reconciler.ts';
import { Recorder } from '#app/recording/recorder.ts';
import { RecordingDesk } from '#app/recording/recording-desk.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import { ShellHistory } from '#app/labs/prepare/shell-history.ts';
import { Shells } from '#app/shells/shells.ts';
import { examine } from '#app/system/doctor.ts';
import { systemView } from '#app/system/system-view.ts';
import { WatchDesk } from '#app/watching/watch-desk.ts';
import { Fault } from '#domain/fault.ts';
import { recordingLimits } from '#domain/recording/limits.ts';
import { allowances } from '#domain/lab/allowances.ts';
import type { GradeReport } from '#contract/grading.ts';
import { createApp } from '#http/app.ts';
import type { Gate } from '#http/same-origin.ts';
import type { IdlePolicy } from '#domain/lab/idle.ts';
import type { Durations } from '#ports/durations.ts';
import type { Engine } from '#ports/engine.ts';
import type { Entrance } from '#ports/entrance.ts';
import type { EventBus } from '#ports/events.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { InvitationStore } from '#ports/invitation-store.ts';
import type { Log } from '#ports/log.ts';
import type { MachineFiles } from '#ports/machine-files.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { ClusterRuntime, HostRuntime } from '#ports/runtimes.ts';
import type { Recordings } from '#ports/recordings.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { ShellStore } from '#ports/shell-store.ts';
import type { SessionStore } from '#ports/session-store.ts';
import type { TerminalHost } from '#ports/terminal-host.ts';
import { openSockets } from '#realtime/socket-server.ts';

/** Everything outside that the server needs, by port. */
export interface Ports extends GradingDeps {
  readonly clusters: ClusterRuntime;
  readonly hosts: HostRuntime;
  readonly terminals: TerminalHost;
  readonly shellStore: ShellStore;
  readonly files: MachineFiles;
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
  readonly bus: EventBus;
  readonly log: Log;
}

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
  /** Of terminals; `with-input` also of the keys that are typed. */
  readonly recording: 'on' | 'off' | 'with-input';
  readonly reconcileEveryMs: number;
  /** What the values of an attempt are drawn from: secret and never the same. */
  readonly seed: () => string;
}

export interface World {
  /** Begins to look after labs and images, and to answer. Resolves with the address. */
  listen(host: string, port: number): Promise<AddressInfo>;
  /** Ends everything in order. Labs stay as they are. */
  close(): Promise<void>;
}

const graceMs = 15_000;

/** The use cases over the given ports, with their two faces: HTTP and sockets. */
export function createWorld(ports: Ports, settings: Settings): World {
  const { bus, log, store } = ports;
  const cases = useCases(ports, settings);
  const { sessions, shells, images, reconciler, gradings, labs, recorder, watching } = cases;
  const live = ports.watching && new LiveCatalogue({ ...ports, watching: ports.watching });
  const http = createServer();
  const app = createApp({
    ...settings,
    ...cases,
    log,
    ...(settings.authoring && { preview: (id: string) => previewScenario(ports.library, id) }),
    system: () => systemView({ ...ports, ...settings, images: () => images.list() }),
    doctor: () =>
      examine({
        ...ports,
        versions: [`CKS Lab ${settings.version}`, `Node ${settings.node}`],
        images: () => images.ofLabs(),
      }),
    attempts: () => store.attempts(),
    left: (secret) => sockets.cut(secret),
  });
  // Before the sockets: they take their own requests out of the way of this listener.
  http.on('request', app);
  const unhear = [recorder, watching].map((ear) => bus.subscribe((event) => ear.heard(event)));
  const sockets = openSockets({ http, gate: settings.gate, sessions, labs, shells, watching, bus, log });
  return {
    listen: async (host, port) => {
      await recorder.start();
      const address = await listening(http, host, port);
      images.start();
      live?.start();
      shells.start();
      reconciler.start();
      return address;
    },
    close: async () => {
      gradings.close();
      await live?.close();
      await sockets.close();
      http.closeAllConnections();
      await Promise.all([shells.close(), reconciler.close(), images.close()]);
      await recorder.close();
      for (const stop of unhear) stop();
    },
  };
}

/** Everything that can be asked of the server, and what works in its background. */
function useCases(ports: Ports, settings: Settings) {
  const { bus, clock, library, store } = ports;
  const book = new LabBook(store, library, bus);
  const sessions = new Sessions(ports.sessions, ports.entrance, clock);
  const idle = new IdleKeeper({ ...ports, book, policy: settings.idle, stop: (lab) => void labs.stop(lab) });
  const recording = { ...ports, mode: settings.recording, limits: recordingLimits };
  const recorder = new Recorder(recording);
  const recordings = new RecordingDesk({ ...recording, recorder });
  const watching = new WatchDesk({ ...ports, book });
  const shells = new Shells({
    ...ports,
    terminals: idle.watch(ports.terminals),
    book,
    onOpened: (shell, place) => {
      recorder.opened(shell, place);
      watching.shellOpened(shell, place);
    },
  });
  const poke = (): void => reconciler.poke();
  const images = new ImageKeeper({ ...ports, builds: settings.buildImages, onReady: poke });
  const missingImages: ImageKeeper['missing'] = (names) => images.missing(names);
  const reconciler = newReconciler(ports, settings, book, missingImages, idle);
  const catalogue = new Catalogue({ ...ports, missingImages });
  const gradings = new Gradings({ ...ports, book, grade: (run) => grade(run, ports) });
  const labs = new LabDesk({
    ...ports,
    ...settings,
    book,
    catalogue,
    gradings,
    endShells: (lab) => void shells.endLab(lab),
    interrupt: (lab) => reconciler.interrupt(lab),
    poke,
    used: (lab) => idle.used(lab),
    hintOpened: (lab, hint) => recorder.hintOpened(lab, hint),
  });
  const files = new LabFiles({ ...ports, book, allows: () => allowances(labMode, settings) });
  const seen = { catalogue, gradings, labs, recordings, watching, files };
  return { ...seen, sessions, shells, images, reconciler, recorder };
}

function grade({ lab, loaded, onResult, ...run }: GradeRun, deps: GradingDeps): Promise<GradeReport> {
  const { scenario } = loaded;
  const file = (path: string): Promise<string> => loaded.file(path);
  return gradeLab({ ...run, lab: lab.id, scenario, file, vars: lab.vars, deps, onSettled: onResult });
}

function newReconciler(
  ports: Ports,
  settings: Settings,
  book: LabBook,
  missingImages: ImageKeeper['missing'],
  idle: IdleKeeper,
): Reconciler {
  const prepare = {
    ...ports,
    history: new ShellHistory(ports.machines),
    imageRef: (name: Parameters<ImageBuilder['ref']>[0]) => ports.builder.ref(name),
    runSetup: ({ lab, loaded, ...run }: Preparation) =>
      runSetup({ lab: lab.id, loaded, vars: lab.vars, deps: ports, run }),
  };
  return new Reconciler({
    ...ports,
    ...settings,
    book,
    prepare,
    missingImages,
    graceMs,
    looked: (labs) => idle.look(labs),
    everyMs: settings.reconcileEveryMs,
  });
}

function listening(http: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(notListening(host, port, error));
    http.once('error', refuse);
    http.listen(port, host, () => {
      http.off('error', refuse);
      resolve(http.address() as AddressInfo);
    });
  });
}

const notListening = (host: string, port: number, cause: Error): Fault =>
  new Fault('config.invalid', `The server cannot listen on ${host}:${port}: ${cause.message}.`, {
    remedy: 'Choose another port with CKSLAB_PORT.',
    cause,
  });
