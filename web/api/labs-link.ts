import type { QueryClient } from '@tanstack/react-query';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { ImageStatus } from '#contract/api.ts';
import {
  CheckSettled,
  GradingDone,
  type LabsToClient,
  type LabsToServer,
  SpareChanged,
} from '#contract/events.ts';
import { LabId, RunId } from '#contract/ids.ts';
import { LabView } from '#contract/lab.ts';
import { OpenShells } from '#contract/open-shells.ts';
import { WatchView } from '#contract/watching.ts';
import {
  patchCheck,
  patchImage,
  patchLab,
  patchReport,
  patchRunStarted,
  patchShells,
  refreshScenarios,
} from './cache-patches.ts';
import { labQuery, readyQuery, systemQuery } from './queries.ts';
import { watchersQuery } from './watching.ts';

export type LabsSocket = Socket<LabsToClient, LabsToServer>;

const RunStarted = z.object({
  lab: LabId,
  run: RunId,
  only: z.string().optional(),
  checks: z.number().int(),
});

/** Keeps the cache as new as the socket: watches the labs that pages ask for and patches what arrives. */
export class LabsLink {
  readonly #socket: LabsSocket;
  readonly #cache: QueryClient;
  readonly #watched = new Map<string, number>();
  #looked: string | undefined;
  #wasConnected = false;

  constructor(socket: LabsSocket, cache: QueryClient) {
    this.#socket = socket;
    this.#cache = cache;
    socket.on('connect', () => this.#connected());
    // The handshake says no reason that can be trusted; the API says whether the session has ended.
    socket.on('connect_error', () => void cache.invalidateQueries({ queryKey: systemQuery.queryKey }));
    this.#listen();
  }

  /** Follows a lab until the returned function is called. */
  watch(lab: string): () => void {
    const watchers = this.#watched.get(lab) ?? 0;
    this.#watched.set(lab, watchers + 1);
    if (watchers === 0 && this.#socket.connected) this.#join(lab);
    return () => this.#unwatch(lab);
  }

  /** Says that the page of a scenario is seen, until the returned function is called: its lab may be made ready meanwhile. */
  look(scenario: string): () => void {
    this.#looked = scenario;
    if (this.#socket.connected) this.#tellLook(scenario);
    return () => {
      if (this.#looked !== scenario) return;
      this.#looked = undefined;
      if (this.#socket.connected) this.#socket.emit('scenario.leave', { scenario });
    };
  }

  #tellLook(scenario: string): void {
    this.#socket.emit('scenario.look', { scenario }, (answer) => {
      if (answer.ok) this.#parsed(SpareChanged, answer.value, (event) => this.#spare(event));
    });
  }

  #spare({ scenario, ready }: z.infer<typeof SpareChanged>): void {
    this.#cache.setQueryData(readyQuery(scenario).queryKey, ready);
  }

  #unwatch(lab: string): void {
    const left = (this.#watched.get(lab) ?? 1) - 1;
    if (left > 0) {
      this.#watched.set(lab, left);
      return;
    }
    this.#watched.delete(lab);
    const id = LabId.safeParse(lab);
    if (id.success && this.#socket.connected) this.#socket.emit('lab.unwatch', { lab: id.data });
  }

  #join(lab: string): void {
    const id = LabId.safeParse(lab);
    if (!id.success) return;
    this.#socket.emit('lab.watch', { lab: id.data }, (answer) => {
      if (answer.ok) this.#parsed(LabView, answer.value, (view) => patchLab(this.#cache, view));
    });
  }

  #connected(): void {
    for (const lab of this.#watched.keys()) this.#join(lab);
    if (this.#looked !== undefined) this.#tellLook(this.#looked);
    // What happened while the line was down was not told: everything shown is asked for again.
    if (this.#wasConnected) void this.#cache.invalidateQueries();
    this.#wasConnected = true;
  }

  #listen(): void {
    this.#socket.on('lab.changed', (lab) => {
      this.#parsed(LabView, lab, (view) => patchLab(this.#cache, view));
    });
    this.#socket.on('grading.started', (event) => {
      this.#parsed(RunStarted, event, (started) => patchRunStarted(this.#cache, started));
    });
    this.#socket.on('check.settled', (event) => {
      this.#parsed(CheckSettled, event, (e) => patchCheck(this.#cache, e.lab, e.run, e.result));
    });
    this.#socket.on('grading.done', (event) => {
      this.#parsed(GradingDone, event, (e) => patchReport(this.#cache, e.lab, e.report));
    });
    this.#socket.on('image.changed', (image) => {
      this.#parsed(ImageStatus, image, (status) => patchImage(this.#cache, status));
    });
    this.#socket.on('watchers.changed', (event) => {
      this.#parsed(WatchView, event, (view) => {
        this.#cache.setQueryData(watchersQuery(view.lab).queryKey, view);
      });
    });
    this.#socket.on('spare.changed', (event) => {
      this.#parsed(SpareChanged, event, (change) => this.#spare(change));
    });
    this.#socket.on('shells.changed', (event) => {
      this.#parsed(OpenShells, event, (open) => patchShells(this.#cache, open));
    });
    this.#socket.on('catalogue.changed', () => {
      refreshScenarios(this.#cache);
    });
  }

  /** An event that this page cannot read makes it ask for the watched labs instead of showing old ones. */
  #parsed<T>(schema: z.ZodType<T>, value: unknown, use: (value: T) => void): void {
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      use(parsed.data);
      return;
    }
    for (const lab of this.#watched.keys()) {
      void this.#cache.invalidateQueries({ queryKey: labQuery(lab).queryKey });
    }
  }
}
