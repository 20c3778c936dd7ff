import type {
  AttemptView,
  Catalogue as CatalogueView,
  PackView,
  ScenarioDetail,
  ScenarioSummary,
} from '#contract/api.ts';
import { competenciesOf } from '#domain/scenario/coverage.ts';
import { Fault } from '#domain/fault.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { blank, fill } from '#domain/scenario/template.ts';
import type { ImageName } from '#ports/image-builder.ts';
import type { LabStore } from '#ports/lab-store.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { ListedScenario, LoadedPack, LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { neededImages } from '../labs/needed-images.ts';
import { type Blocked, blockedBy } from './blocked.ts';
import { textsIn } from './texts-in.ts';

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

  /** Texts are in the first of these languages that a scenario has, else in English. */
  async all(languages: readonly string[]): Promise<CatalogueView> {
    const attempts = this.parts.store.attempts();
    const { library } = this.parts;
    const scenarios = await Promise.all(
      library.all().map((loaded) => this.summary(loaded, attempts, languages)),
    );
    return { scenarios, faults: [...library.faults()] };
  }

  /** Without `vars` the prompts show `…` for each value. Throws Fault `scenario.not-found`. */
  async detail(id: string, languages: readonly string[], vars?: Vars): Promise<ScenarioDetail> {
    const loaded = this.get(id);
    const { texts } = textsIn(loaded, languages);
    const text = (source: string): string => (vars === undefined ? blank(source) : fill(source, vars));
    const tasks = loaded.scenario.tasks.map((task) => ({
      id: task.id,
      title: texts.tasks[task.id]?.title ?? task.title,
      prompt: text(texts.tasks[task.id]?.prompt ?? task.prompt),
      points: task.points,
      needs: task.needs,
      hints: task.hints.map(({ cost }) => ({ cost })),
    }));
    const summary = await this.summary(loaded, this.parts.store.attempts(), languages);
    const { docs } = loaded.scenario;
    return { ...summary, pack: packView(loaded.pack), story: text(texts.story), tasks, docs };
  }

  /** What a learner reads who has solved the scenario: it tells the answers. Throws Fault `scenario.not-found`. */
  explanation(id: string, languages: readonly string[], vars: Vars): string {
    return fill(textsIn(this.get(id), languages).texts.explain, vars);
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

  private get(id: string): ListedScenario {
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

  private async summary(
    loaded: ListedScenario,
    attempts: readonly AttemptView[],
    languages: readonly string[],
  ): Promise<ScenarioSummary> {
    const { scenario } = loaded;
    const { language, texts } = textsIn(loaded, languages);
    const mine = attempts.filter((attempt) => attempt.scenario === scenario.id);
    const graded = mine.filter((attempt) => attempt.gradings > 0).map((attempt) => attempt.best);
    return {
      id: scenario.id,
      title: texts.title,
      summary: texts.summary,
      domain: scenario.domain,
      competencies: competenciesOf(scenario, this.parts.library.curriculum),
      difficulty: scenario.difficulty,
      minutes: scenario.minutes,
      points: scenario.points,
      tags: scenario.tags,
      systems: scenario.systems,
      environment: scenario.environment.kind,
      language,
      waitsFor: this.parts.missingImages(neededImages(scenario.environment)),
      blocked: await this.blocked(loaded),
      ...(graded.length === 0 ? {} : { best: Math.max(...graded) }),
      attempts: mine.length,
    };
  }
}

function packView({ id, name, version, licence, homepage, note }: LoadedPack): PackView {
  return {
    id,
    name,
    version,
    licence,
    ...(homepage !== undefined && { homepage }),
    ...(note !== undefined && { note }),
  };
}
