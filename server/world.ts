import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sessionHash } from '#app/access/sessions.ts';
import { previewScenario } from '#app/authoring/preview-scenario.ts';
import { LiveCatalogue } from '#app/catalogue/live-catalogue.ts';
import { DiskKeeper } from '#app/images/disk-keeper.ts';
import { PackNews } from '#app/packs/pack-news.ts';
import { examine } from '#app/system/doctor.ts';
import { systemView } from '#app/system/system-view.ts';
import { createApp } from '#http/app.ts';
import { createServiceProxy } from '#http/services/proxy.ts';
import { listening, listeningNear } from './listening.ts';
import { openMetrics } from './observability/metrics.ts';
import { openSockets } from '#realtime/socket-server.ts';
import { useCases } from './use-cases.ts';
import type { Ports, Settings } from './world-parts.ts';

export interface World {
  /** Begins to look after labs and images, and to answer. Resolves with the address. */
  listen(host: string, port: number): Promise<AddressInfo>;
  /** Ends everything in order. Labs stay as they are. */
  close(): Promise<void>;
}

/** The use cases over the given ports, with their two faces: HTTP and sockets. */
export function createWorld(ports: Ports, settings: Settings): World {
  const { bus, log, store } = ports;
  const cases = useCases(ports, settings);
  const { sessions, shells, images, reconciler, gradings, labs, recorder, watching, spares } = cases;
  const metrics = openMetrics({ bus, labs: () => labs.list(), shells: () => shells.count, spares });
  const live = ports.watching && new LiveCatalogue({ ...ports, watching: ports.watching });
  const disk = new DiskKeeper({ ...ports, builds: settings.buildImages });
  const news = ports.packs && new PackNews({ ...ports, packs: ports.packs });
  const http = createServer();
  const proxy = createServiceProxy(cases.services, log);
  const app = createApp({
    ...settings,
    ...cases,
    servicePort: () => (proxy.address() as AddressInfo).port,
    log,
    ...(settings.authoring && { preview: (id: string) => previewScenario(ports.library, id) }),
    system: () =>
      systemView({ ...ports, ...settings, images: () => images.list(), spares: () => spares.list() }),
    doctor: () =>
      examine({
        ...ports,
        versions: [`CKS Lab ${settings.version}`, `Node ${settings.node}`],
        images: () => images.ofLabs(),
      }),
    ready: () => ready(ports),
    metrics: async () => ({ text: await metrics.text(), contentType: metrics.contentType }),
    attempts: () => store.attempts(),
    left: (secret) => {
      sockets.cut(secret);
      cases.services.endSession(sessionHash(secret));
    },
  });
  // Before the sockets: they take their own requests out of the way of this listener.
  http.on('request', app);
  const unhear = [recorder, watching, spares].map((ear) => bus.subscribe((event) => ear.heard(event)));
  const sockets = openSockets({
    http,
    gate: settings.gate,
    sessions,
    labs,
    shells,
    watching,
    spares,
    bus,
    log,
  });
  return {
    listen: async (host, port) => {
      await recorder.start();
      const address = await listening(http, host, port);
      await listeningNear(proxy, host, settings.servicePort);
      images.start();
      disk.start();
      live?.start();
      news?.start();
      shells.start();
      reconciler.start();
      return address;
    },
    close: async () => {
      gradings.close();
      metrics.close();
      await Promise.all([live?.close(), news?.close()]);
      await sockets.close();
      http.closeAllConnections();
      cases.services.close();
      proxy.close();
      proxy.closeAllConnections();
      await Promise.all([
        cases.undo.close(),
        shells.close(),
        reconciler.close(),
        images.close(),
        disk.close(),
      ]);
      await spares.close();
      await recorder.close();
      for (const stop of unhear) stop();
    },
  };
}

const readyWithinMs = 3_000;

/** Rejects while labs cannot be made: no engine answers, or the records cannot be read. */
async function ready({ engine, store }: Ports): Promise<void> {
  store.active();
  await engine.version(AbortSignal.timeout(readyWithinMs));
}
