import { nodeImage } from '#app/images/node-image.ts';
import { Sessions } from '#app/access/sessions.ts';
import { Catalogue } from '#app/catalogue/catalogue.ts';
import { gradeLab, type GradingDeps } from '#app/grading/grade-lab.ts';
import { ImageKeeper } from '#app/images/image-keeper.ts';
import { LabFiles } from '#app/files/lab-files.ts';
import { ShellFolders } from '#app/files/shell-folders.ts';
import { Gradings, type GradeRun } from '#app/labs/gradings.ts';
import { labMode } from '#app/labs/get-lab.ts';
import type { Preparation } from '#app/labs/prepare/action.ts';
import { ShellHistory } from '#app/labs/prepare/shell-history.ts';
import { IdleKeeper } from '#app/labs/idle-keeper.ts';
import { LabBook } from '#app/labs/lab-book.ts';
import { LabDesk } from '#app/labs/lab-desk.ts';
import { Reconciler, type ReconcilerParts } from '#app/labs/reconciler.ts';
import { Recorder } from '#app/recording/recorder.ts';
import { RecordingDesk } from '#app/recording/recording-desk.ts';
import { LabServices } from '#app/services/lab-services.ts';
import { runSetup, type SetupPart } from '#app/setup/run-setup.ts';
import { Shells } from '#app/shells/shells.ts';
import { UndoDesk } from '#app/undo/undo-desk.ts';
import { WatchDesk } from '#app/watching/watch-desk.ts';
import { recordingLimits } from '#domain/recording/limits.ts';
import { allowances } from '#domain/lab/allowances.ts';
import type { LabId } from '#contract/ids.ts';
import type { GradeReport } from '#contract/grading.ts';
import type { ImageBuilder } from '#ports/image-builder.ts';
import { warmLabs } from './warm-labs.ts';
import type { Ports, Settings } from './world-parts.ts';

const graceMs = 15_000;

/** Everything that can be asked of the server, and what works in its background. */
export function useCases(ports: Ports, settings: Settings) {
  const { bus, clock, library, store } = ports;
  const book = new LabBook(store, library, bus);
  const sessions = new Sessions(ports.sessions, ports.entrance, clock);
  const idle = new IdleKeeper({
    ...ports,
    book,
    policy: settings.idle,
    pause: (lab) => void labs.pause(lab),
    stop: (lab) => void labs.stop(lab),
  });
  const recording = { ...ports, mode: settings.recording, limits: recordingLimits };
  const recorder = new Recorder(recording);
  const recordings = new RecordingDesk({ ...recording, recorder });
  const watching = new WatchDesk({ ...ports, book });
  const shells = new Shells({
    ...ports,
    terminals: idle.watch(ports.terminals),
    book,
    onChanged: (lab) => bus.publish({ type: 'shells.changed', open: { lab, shells: shells.list(lab) } }),
    onOpened: (shell, place) => {
      recorder.opened(shell, place);
      watching.shellOpened(shell, place);
    },
  });
  const poke = (): void => reconciler.poke();
  const images = new ImageKeeper({ ...ports, builds: settings.buildImages, onReady: poke });
  const missingImages: ImageKeeper['missing'] = (names) => images.missing(names);
  const endShells = (lab: LabId): Promise<void> => shells.endLab(lab);
  const reconciler = newReconciler(ports, settings, {
    book,
    images,
    endShells,
    halted: (lab, since) => void labs.halt(lab, since),
    looked: (found, room) => {
      idle.look(found);
      spares.look(room);
    },
  });
  const catalogue = new Catalogue({ ...ports, missingImages });
  const gradings = new Gradings({ ...ports, book, grade: (run) => grade(run, ports) });
  const spares = warmLabs(ports, settings, { book, images, catalogue, gradings, reconciler });
  const used = (lab: LabId): void => idle.used(lab);
  const letGo = (lab: LabId): void => {
    services.endLab(lab);
    gradings.abort(lab);
    undo.abort(lab);
  };
  const release = (lab: LabId): void => {
    void shells.endLab(lab);
    letGo(lab);
  };
  const undo = new UndoDesk({ ...ports, book, release, used, poke });
  const labs = new LabDesk({
    ...ports,
    ...settings,
    book,
    spares,
    catalogue,
    gradings,
    letGo,
    release,
    beforeCheck: (lab) => undo.beforeCheck(lab),
    interrupt: (lab) => reconciler.interrupt(lab),
    poke,
    used,
    hintOpened: (lab, hint) => recorder.hintOpened(lab, hint),
  });
  const { files, services } = besideTerminals(ports, settings, book, idle);
  const folders = new ShellFolders({ ...ports, book, shellAt: (at) => shells.at(at) });
  const seen = { catalogue, gradings, labs, recordings, watching, files, folders, services, undo };
  return { ...seen, sessions, shells, images, reconciler, recorder, spares };
}

/** What goes into a lab and comes out of it by another way than a terminal. */
function besideTerminals(ports: Ports, settings: Settings, book: LabBook, idle: IdleKeeper) {
  const parts = {
    ...ports,
    book,
    allows: () => allowances(labMode, settings),
    used: (lab: LabId): void => idle.used(lab),
  };
  return { files: new LabFiles(parts), services: new LabServices(parts) };
}

function grade({ lab, loaded, onResult, ...run }: GradeRun, deps: GradingDeps): Promise<GradeReport> {
  const { scenario } = loaded;
  const file = (path: string): Promise<string> => loaded.file(path);
  return gradeLab({ ...run, lab: lab.id, scenario, file, vars: lab.vars, deps, onSettled: onResult });
}

function newReconciler(
  ports: Ports,
  settings: Settings,
  {
    images,
    ...own
  }: Pick<ReconcilerParts, 'book' | 'endShells' | 'halted' | 'looked'> & { images: ImageKeeper },
): Reconciler {
  const prepare = {
    ...ports,
    history: new ShellHistory(ports.machines),
    imageRef: (name: Parameters<ImageBuilder['ref']>[0]) => ports.builder.ref(name),
    nodeImage: async () => nodeImage(images.list()),
    runSetup: ({ lab, loaded, ...run }: Preparation, part: SetupPart) =>
      runSetup({ lab: lab.id, loaded, vars: lab.vars, deps: ports, run }, part),
  };
  return new Reconciler({
    ...ports,
    ...settings,
    ...own,
    prepare,
    missingImages: (names) => images.missing(names),
    graceMs,
    everyMs: settings.reconcileEveryMs,
  });
}
