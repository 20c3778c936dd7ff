import type { LabDetail } from '#contract/api.ts';
import type { GradeReport, HintText, OpenHint } from '#contract/grading.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { IdlePolicy } from '#domain/lab/idle.ts';
import { owner } from '#domain/lab/room.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { extendLab } from './extend-lab.ts';
import { getLab, listLabs } from './get-lab.ts';
import type { Gradings } from './gradings.ts';
import type { LabBook } from './lab-book.ts';
import { openHint } from './open-hint.ts';
import { haltLab, pauseLab } from './pause-lab.ts';
import { resetLab } from './reset-lab.ts';
import { resumeLab } from './resume-lab.ts';
import type { SparePool } from './spares/spare-pool.ts';
import { startLab } from './start-lab.ts';
import { stopLab } from './stop-lab.ts';

export interface LabDeskParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly catalogue: Catalogue;
  readonly gradings: Gradings;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Is there an editor in the page? */
  readonly editor: boolean;
  readonly facts: MachineFacts;
  readonly perUser: number;
  readonly idle: IdlePolicy;
  readonly spares: SparePool;
  seed: () => string;
  /** Ends what goes on in a lab but its shells. */
  letGo: (lab: LabId) => void;
  interrupt: (lab: LabId) => void;
  poke: () => void;
  /** Somebody uses the lab. */
  used: (lab: LabId) => void;
  hintOpened?: (lab: LabId, hint: HintText) => void;
  /** A check is about to begin. */
  beforeCheck: (lab: LabId) => void;
  /** Ends everything that uses the machines of a lab. */
  release: (lab: LabId) => void;
}

/** All that can be asked about labs, each answered by its use case. */
export class LabDesk {
  private readonly parts: LabDeskParts;

  constructor(parts: LabDeskParts) {
    this.parts = parts;
  }

  list(): LabView[] {
    return listLabs(this.parts.book);
  }

  view(lab: LabId): LabView {
    return this.parts.book.view(this.parts.book.get(lab));
  }

  detail(lab: LabId, languages: readonly string[]): Promise<LabDetail> {
    return getLab(this.parts, lab, languages);
  }

  start(scenario: string): Promise<LabView> {
    const runnable = (id: string) => this.parts.catalogue.runnable(id);
    return startLab({ ...this.parts, runnable }, owner, scenario);
  }

  extend(lab: LabId): LabView {
    return extendLab(this.parts, lab);
  }

  reset(lab: LabId): LabView {
    return resetLab(this.parts, lab);
  }

  pause(lab: LabId): LabView {
    return pauseLab({ ...this.parts, release: this.parts.letGo }, lab);
  }

  /** Its machines ended with the engine. */
  halt(lab: LabId, since: number): LabView {
    return haltLab({ ...this.parts, release: this.parts.letGo }, lab, since);
  }

  resume(lab: LabId): LabView {
    return resumeLab(this.parts, lab);
  }

  stop(lab: LabId): LabView {
    return stopLab(this.parts, lab);
  }

  grade(lab: LabId, task: string | undefined): Promise<GradeReport> {
    this.parts.used(lab);
    this.parts.beforeCheck(lab);
    return this.parts.gradings.grade(lab, task);
  }

  hint(lab: LabId, hint: OpenHint, languages: readonly string[]): HintText {
    this.parts.used(lab);
    return openHint(this.parts, lab, hint, languages);
  }
}
