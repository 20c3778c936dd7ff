import { z } from 'zod';
import { FileSaved, FileText, filePath, FolderView, ShellFolder } from './files.ts';
import { DoctorView } from './doctor.ts';
import { OpenShells } from './open-shells.ts';
import { GradeReport, HintText } from './grading.ts';
import { AttemptId, LabId, Slug } from './ids.ts';
import { Allowances, LabMode, LabView, Problem, SpareView } from './lab.ts';
import { ScenarioPreview } from './preview.ts';
import { Competency } from './scenario/curriculum.ts';
import { Step } from './progress.ts';
import { ServiceOpened } from './services.ts';
import { SnapshotView } from './snapshots.ts';
import { RecordingSetting, RecordingSummary, RecordingView } from './recording.ts';
import { Invited, WatchedLab, WatchView } from './watching.ts';

/** A row of the catalogue. */
export const ScenarioSummary = z.strictObject({
  id: Slug,
  title: z.string(),
  summary: z.string(),
  domain: z.string(),
  /** What of the exam's curriculum it is about. */
  competencies: z.array(Competency),
  difficulty: z.number().int().min(1).max(5),
  minutes: z.number().int(),
  points: z.number(),
  tags: z.array(z.string()),
  systems: z.array(z.string()),
  environment: z.enum(['cluster', 'host']),
  /** Of title, summary, story and tasks. */
  language: z.string(),
  /** Images that the lab needs and that are not built yet. The lab can be asked for; it waits. */
  waitsFor: z.array(z.string()),
  /** Why the scenario cannot run on this machine, with what to do. */
  blocked: z.array(z.strictObject({ needs: z.string(), why: z.string() })),
  best: z.number().optional(),
  attempts: z.number().int(),
});
export type ScenarioSummary = z.infer<typeof ScenarioSummary>;

export const TaskView = z.strictObject({
  id: Slug,
  title: z.string(),
  /** Markdown. In a lab the values of the attempt are filled in; in the catalogue they stand as `…`. */
  prompt: z.string(),
  points: z.number(),
  needs: z.array(Slug),
  /** What each hint costs, in order. Texts come one by one, on request. */
  hints: z.array(z.strictObject({ cost: z.number() })),
});
export type TaskView = z.infer<typeof TaskView>;

/** Whose scenario it is, and what may be done with it. */
export const PackView = z.strictObject({
  id: Slug,
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  homepage: z.string().optional(),
  /** Why not its newest state is used. */
  note: z.string().optional(),
});
export type PackView = z.infer<typeof PackView>;

export const ScenarioDetail = ScenarioSummary.extend({
  pack: PackView,
  story: z.string(),
  tasks: z.array(TaskView),
  docs: z.array(z.strictObject({ url: z.string(), allowedInExam: z.boolean() })),
});
export type ScenarioDetail = z.infer<typeof ScenarioDetail>;

/** A file of a pack that could not be read as a scenario. */
export const ScenarioFault = z.strictObject({
  file: z.string(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  field: z.string().optional(),
  message: z.string(),
});
export type ScenarioFault = z.infer<typeof ScenarioFault>;

export const Catalogue = z.strictObject({
  scenarios: z.array(ScenarioSummary),
  faults: z.array(ScenarioFault),
});
export type Catalogue = z.infer<typeof Catalogue>;

/** A lab with what the page needs to open it. */
export const LabDetail = z.strictObject({
  lab: LabView,
  mode: LabMode,
  allows: Allowances,
  scenario: ScenarioDetail,
  report: GradeReport.optional(),
  hints: z.array(HintText),
  /** Why it works that way, in Markdown: only once the lab has earned every point, since it tells the answers. */
  explanation: z.string().optional(),
});
export type LabDetail = z.infer<typeof LabDetail>;

export const AttemptView = z.strictObject({
  id: AttemptId,
  scenario: Slug,
  title: z.string(),
  lab: LabId,
  startedAt: z.number().int(),
  endedAt: z.number().int().optional(),
  /** How much of the time between them the lab was paused, in milliseconds. */
  pausedMs: z.number().int().optional(),
  /** The best points of any grading of this attempt, hints taken off. */
  best: z.number(),
  possible: z.number(),
  gradings: z.number().int(),
  hintsOpened: z.number().int(),
  tasks: z.array(z.strictObject({ task: Slug, title: z.string(), best: z.number(), possible: z.number() })),
});
export type AttemptView = z.infer<typeof AttemptView>;

export const ImageState = z.enum(['missing', 'waiting', 'building', 'ready', 'failed']);
export type ImageState = z.infer<typeof ImageState>;

export const ImageStatus = z.strictObject({
  name: z.string(),
  /** `cks-lab/<name>:<hash>`: the hash covers everything the image is made of. */
  ref: z.string(),
  state: ImageState,
  sizeBytes: z.number().optional(),
  /** What a learner can do once it is ready. */
  purpose: z.string(),
  steps: z.array(Step),
  problem: Problem.optional(),
});
export type ImageStatus = z.infer<typeof ImageStatus>;

export const SystemView = z.strictObject({
  version: z.string(),
  engine: z.strictObject({
    reachable: z.boolean(),
    version: z.string().optional(),
    problem: Problem.optional(),
  }),
  images: z.array(ImageStatus),
  /** Labs that are kept ready for whoever starts their scenario next. */
  spares: z.array(SpareView),
  /** Said when the disk that labs lie on is nearly full. */
  disk: Problem.optional(),
  machine: z.strictObject({ cores: z.number(), memoryBytes: z.number(), freeDiskBytes: z.number() }),
});
export type SystemView = z.infer<typeof SystemView>;

/** The body of every answer that is not 2xx. */
export const ApiProblem = z.strictObject({ problem: Problem });
export type ApiProblem = z.infer<typeof ApiProblem>;

/** Every route of the API under `/api`: method, path and the shape of its answer. `{}` bodies are written as `null`. */
export const routes = {
  system: { method: 'GET', path: '/api/system', answer: SystemView },
  doctor: { method: 'GET', path: '/api/doctor', answer: DoctorView },
  catalogue: { method: 'GET', path: '/api/scenarios', answer: Catalogue },
  scenario: { method: 'GET', path: '/api/scenarios/:scenario', answer: ScenarioDetail },
  /** In authoring mode alone. */
  preview: { method: 'GET', path: '/api/preview/:scenario', answer: ScenarioPreview },
  labs: { method: 'GET', path: '/api/labs', answer: z.array(LabView) },
  startLab: { method: 'POST', path: '/api/labs', answer: LabView },
  lab: { method: 'GET', path: '/api/labs/:lab', answer: LabDetail },
  resetLab: { method: 'POST', path: '/api/labs/:lab/reset', answer: LabView },
  /** Keeps a lab that nobody has used for long, or a paused one for its whole time again. */
  extendLab: { method: 'POST', path: '/api/labs/:lab/extend', answer: LabView },
  /** Stops its machines; what is on their disks is kept. Gives up a resume that is under way. */
  pauseLab: { method: 'POST', path: '/api/labs/:lab/pause', answer: LabView },
  resumeLab: { method: 'POST', path: '/api/labs/:lab/resume', answer: LabView },
  stopLab: { method: 'DELETE', path: '/api/labs/:lab', answer: LabView },
  /** States of a lab to go back to, newest first. */
  snapshots: { method: 'GET', path: '/api/labs/:lab/snapshots', answer: z.array(SnapshotView) },
  saveSnapshot: { method: 'POST', path: '/api/labs/:lab/snapshots', answer: SnapshotView },
  undoLab: { method: 'POST', path: '/api/labs/:lab/undo', answer: LabView },
  grade: { method: 'POST', path: '/api/labs/:lab/gradings', answer: GradeReport },
  hint: { method: 'POST', path: '/api/labs/:lab/hints', answer: HintText },
  /** The body is the file itself; `if-match` and `if-none-match` say what is expected there. */
  saveFile: { method: 'PUT', path: filePath, answer: FileSaved },
  openText: { method: 'GET', path: '/api/labs/:lab/terminals/:terminal/text', answer: FileText },
  folder: { method: 'GET', path: '/api/labs/:lab/terminals/:terminal/folder', answer: FolderView },
  /** Kept as new as it is by `shells.changed`. */
  openShells: { method: 'GET', path: '/api/labs/:lab/shells', answer: OpenShells },
  /** The folder that a shell is in now. */
  shellFolder: {
    method: 'GET',
    path: '/api/labs/:lab/terminals/:terminal/shells/:number/folder',
    answer: ShellFolder,
  },
  /** A service of the lab, to be opened in a tab of the browser on an origin of its own. */
  openService: { method: 'POST', path: '/api/labs/:lab/services', answer: ServiceOpened },
  attempts: { method: 'GET', path: '/api/attempts', answer: z.array(AttemptView) },
  recordings: { method: 'GET', path: '/api/recordings', answer: z.array(RecordingSummary) },
  removeRecordings: { method: 'DELETE', path: '/api/recordings', answer: z.null() },
  recording: { method: 'GET', path: '/api/recordings/:attempt', answer: RecordingView },
  removeRecording: { method: 'DELETE', path: '/api/recordings/:attempt', answer: z.null() },
  /** A file in asciicast version 2, not JSON. */
  cast: { method: 'GET', path: '/api/recordings/:attempt/:shell', answer: z.string() },
  recordingSetting: { method: 'GET', path: '/api/recording-setting', answer: RecordingSetting },
  switchRecording: { method: 'PUT', path: '/api/recording-setting', answer: RecordingSetting },
  watchers: { method: 'GET', path: '/api/labs/:lab/watchers', answer: WatchView },
  endWatching: { method: 'DELETE', path: '/api/labs/:lab/watchers', answer: WatchView },
  invite: { method: 'POST', path: '/api/labs/:lab/invitations', answer: Invited },
  revoke: { method: 'DELETE', path: '/api/labs/:lab/invitations/:invitation', answer: WatchView },
  letType: { method: 'PUT', path: '/api/labs/:lab/watchers/:guest', answer: WatchView },
  dismiss: { method: 'DELETE', path: '/api/labs/:lab/watchers/:guest', answer: WatchView },
  /** The secret of a link and a name, for a cookie that opens the terminals of one lab and nothing else. */
  enterWatch: { method: 'POST', path: '/api/watch', answer: WatchedLab },
  watch: { method: 'GET', path: '/api/watch', answer: WatchedLab },
  leaveWatch: { method: 'DELETE', path: '/api/watch', answer: z.null() },
  leave: { method: 'DELETE', path: '/api/session', answer: z.null() },
} as const;
