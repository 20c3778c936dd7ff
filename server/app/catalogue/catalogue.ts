import type {
  AttemptView,
  Catalogue as CatalogueView,
  ScenarioDetail,
  ScenarioSummary,
} from '#contract/api.ts';
import { Fault } from '#domain/fault.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { blank, fill } from '#domain/scenario/template.ts';
import type { ImageName } from '#ports/image-builder.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { neededImages } from '../labs/needed-images.ts';
import { type Blocked, blockedBy } from './blocked.ts';

export interface CatalogueParts {
  readonly library: ScenarioLibrary;
  readonly store: LabStore;
  readonly facts: MachineFacts;
  /** Which of these images are not built yet. */
  missingImages(names: readonly ImageName[]): ImageName[];
}

/** The scenarios as the page shows them: with what they wait for here, and how far the learner got. */
export class Catalogue {
  private readonly parts: CatalogueParts;

  constructor(parts: CatalogueParts) {
    this.parts = parts;
  }

  async all(): Promise<CatalogueView> {
    const attempts = this.parts.store.attempts();
    const { library } = this.parts;
    const scenarios = await Promise.all(library.all().map((loaded) => this.summary(loaded, attempts)));
    return { scenarios, faults: [...library.faults()] };
  }

  /** Without `vars` the prompts show `…` for each value. Throws Fault `scenario.not-found`. */
  async detail(id: string, vars?: Vars): Promise<ScenarioDetail> {
    const loaded = this.get(id);
    const text = (source: string): string => (vars === undefined ? blank(source) : fill(source, vars));
    const tasks = loaded.scenario.tasks.map((task) => ({
      id: task.id,
      title: task.title,
      prompt: text(task.prompt),
      points: task.points,
      needs: task.needs,
      hints: task.hints.map(({ cost }) => ({ cost })),
    }));
    const summary = await this.summary(loaded, this.parts.store.attempts());
    return { ...summary, story: text(loaded.story), tasks, docs: loaded.scenario.docs };
  }

  /** Throws Fault `scenario.not-found`, or `scenario.blocked` when this machine cannot run it. */
  async runnable(id: string): Promise<LoadedScenario> {
    const loaded = this.get(id);
    const blocked = await this.blocked(loaded);
    if (blocked.length === 0) return loaded;
    throw new Fault(
      'scenario.blocked',
      `This machine lacks ${blocked.map(({ needs }) => needs).join(', ')}.`,
      {
        remedy: blocked.map(({ why }) => why).join(' '),
      },
    );
  }

  private get(id: string): LoadedScenario {
    const loaded = this.parts.library.get(id);
    if (loaded !== undefined) return loaded;
    throw new Fault('scenario.not-found', `There is no scenario ${id}.`, {
      remedy: 'Go back to the catalogue.',
    });
  }

  private async blocked({ scenario }: LoadedScenario): Promise<Blocked[]> {
    const { facts } = this.parts;
    const [kernel, { memoryBytes }] = await Promise.all([facts.kernel(), facts.size()]);
    return blockedBy(scenario, kernel, memoryBytes);
  }

  private async summary(loaded: LoadedScenario, attempts: readonly AttemptView[]): Promise<ScenarioSummary> {
    const { scenario } = loaded;
    const mine = attempts.filter((attempt) => attempt.scenario === scenario.id);
    const graded = mine.filter((attempt) => attempt.gradings > 0).map((attempt) => attempt.best);
    return {
      id: scenario.id,
      title: scenario.title,
      summary: scenario.summary,
      domain: scenario.domain,
      competencies: scenario.competencies,
      difficulty: scenario.difficulty,
      minutes: scenario.minutes,
      points: scenario.points,
      tags: scenario.tags,
      systems: scenario.systems,
      environment: scenario.environment.kind,
      waitsFor: this.parts.missingImages(neededImages(scenario.environment)),
      blocked: await this.blocked(loaded),
      ...(graded.length === 0 ? {} : { best: Math.max(...graded) }),
      attempts: mine.length,
    };
  }
}
