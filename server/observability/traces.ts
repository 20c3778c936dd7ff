import type { LabView } from '#contract/lab.ts';
import type { LabId } from '#contract/ids.ts';
import type { EventBus } from '#ports/events.ts';
import { type Span, spansOf } from './lab-spans.ts';

export interface Traces {
  /** Sends what is still kept and ends. Never rejects. */
  close(): Promise<void>;
}

const closeMs = 3_000;

/**
 * Sends each start of a lab as a trace to an OpenTelemetry endpoint. The packages are loaded here and nowhere else: without an
 * endpoint they are not even read, and nothing is sent anywhere.
 */
export async function openTraces(endpoint: string, version: string, bus: EventBus): Promise<Traces> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'cks-lab', 'service.version': version }),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  const tracer = provider.getTracer('cks-lab', version);
  const record = ({ name, from, to, ok, attributes }: Span, parent = api.ROOT_CONTEXT) => {
    const span = tracer.startSpan(name, { startTime: from, attributes }, parent);
    if (!ok) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end(to);
    return api.trace.setSpan(parent, span);
  };
  const unsubscribe = following(bus, (before, lab) => {
    const spans = spansOf(before, lab);
    if (spans === undefined) return;
    const parent = record(spans.whole);
    for (const step of spans.steps) record(step, parent);
  });
  return {
    close: async () => {
      unsubscribe();
      const late = new Promise<void>((resolve) => void setTimeout(resolve, closeMs).unref());
      // An endpoint that is away must not keep the server from ending.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

/** Tells of each change of a lab with the state that it had before. */
function following(
  bus: EventBus,
  changed: (before: LabView['state'] | undefined, lab: LabView) => void,
): () => void {
  const before = new Map<LabId, LabView['state']>();
  return bus.subscribe((event) => {
    if (event.type !== 'lab.changed') return;
    const { id, state } = event.lab;
    changed(before.get(id), event.lab);
    if (state === 'gone') before.delete(id);
    else before.set(id, state);
  });
}
