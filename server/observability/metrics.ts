import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LabState, type LabView } from '#contract/lab.ts';
import type { LabId } from '#contract/ids.ts';
import type { EventBus, LabEvent } from '#ports/events.ts';

export interface Measured {
  readonly bus: EventBus;
  /** Labs that are not gone. */
  readonly labs: () => readonly Pick<LabView, 'state' | 'queue'>[];
  /** Shells that are open. */
  readonly shells: () => number;
  /** Labs that are kept ready: they are nobody's, and not among `labs`. */
  readonly spares: {
    list(): readonly Pick<LabView, 'state'>[];
    readonly counts: Readonly<Record<string, number>>;
  };
}

export interface Metrics {
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Ends the subscription. */
  close(): void;
}

const startSeconds = [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 300];
const gradeSeconds = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

/** Counts what happens and measures what is, in a registry of its own: names begin with `ckslab_`. */
export function openMetrics(measured: Measured): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ckslab_' });
  gauges(registry, measured);
  spareMetrics(registry, measured);
  const unsubscribe = measured.bus.subscribe(counting(registry));
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => {
      unsubscribe();
      registry.clear();
    },
  };
}

function gauges(registry: Registry, { labs, shells }: Measured): void {
  const own = { registers: [] };
  registry.registerMetric(
    new Gauge({
      ...own,
      name: 'ckslab_labs',
      help: 'Labs by state',
      labelNames: ['state'],
      collect() {
        const states = labs().map(({ state }) => state);
        for (const state of LabState.options) {
          if (state !== 'gone') this.set({ state }, states.filter((other) => other === state).length);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      ...own,
      name: 'ckslab_queue_length',
      help: 'Labs that wait for room or for their turn',
      collect() {
        this.set(labs().filter(({ queue }) => queue !== undefined).length);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      ...own,
      name: 'ckslab_terminals',
      help: 'Shells that are open',
      collect() {
        this.set(shells());
      },
    }),
  );
}

function spareMetrics(registry: Registry, { spares }: Measured): void {
  const own = { registers: [] };
  registry.registerMetric(
    new Gauge({
      ...own,
      name: 'ckslab_spare_labs',
      help: 'Labs that are kept ready and belong to nobody yet, by state',
      labelNames: ['state'],
      collect() {
        const states = spares.list().map(({ state }) => state);
        for (const state of LabState.options) {
          if (state !== 'gone') this.set({ state }, states.filter((other) => other === state).length);
        }
      },
    }),
  );
  registry.registerMetric(
    new Counter({
      ...own,
      name: 'ckslab_spare_labs_total',
      help: 'Labs that were kept ready, by what became of them: taken, taken before they were finished, or dropped',
      labelNames: ['outcome'],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(spares.counts)) this.inc({ outcome }, count);
      },
    }),
  );
}

function counting(registry: Registry): (event: LabEvent) => void {
  const registers = [registry];
  const starts = new Histogram({
    name: 'ckslab_lab_start_seconds',
    help: 'From the first step of a start, reset, undo or resume to a usable lab, or to its failure',
    labelNames: ['kind', 'outcome'],
    buckets: startSeconds,
    registers,
  });
  const gradings = new Histogram({
    name: 'ckslab_grade_seconds',
    help: 'From the wish for a check to its last verdict',
    buckets: gradeSeconds,
    registers,
  });
  const verdicts = new Counter({
    name: 'ckslab_verdicts_total',
    help: 'Verdicts of checks',
    labelNames: ['verdict'],
    registers,
  });
  const before = new Map<LabId, LabView['state']>();
  return (event) => {
    if (event.type === 'lab.changed') {
      const outcome = outcomeOf(before.get(event.lab.id), event.lab);
      if (outcome !== undefined) starts.observe(outcome.labels, outcome.seconds);
      if (event.lab.state === 'gone') before.delete(event.lab.id);
      else before.set(event.lab.id, event.lab.state);
    }
    if (event.type === 'grading.done') {
      gradings.observe((event.report.endedAt - event.report.startedAt) / 1000);
      for (const { verdict } of event.report.checks) verdicts.inc({ verdict });
    }
  };
}

const kinds: Partial<Readonly<Record<LabState, string>>> = {
  preparing: 'start',
  resetting: 'reset',
  restoring: 'undo',
  resuming: 'resume',
};

function outcomeOf(before: LabView['state'] | undefined, { state, steps }: LabView) {
  const kind = before && kinds[before];
  if (kind === undefined || (state !== 'ready' && state !== 'failed' && state !== 'paused')) return undefined;
  const first = steps[0]?.at ?? 0;
  const last = steps.at(-1)?.at ?? first;
  // A lab that does not come back is paused again.
  const outcome = state === 'ready' ? 'ready' : 'failed';
  return { labels: { kind, outcome }, seconds: (last - first) / 1000 };
}
