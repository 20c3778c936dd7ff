import type { Namespace } from 'socket.io';
import type { LabDesk } from '#app/labs/lab-desk.ts';
import { type LabsToClient, type LabsToServer, WatchLab } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import type { EventBus, LabEvent } from '#ports/events.ts';
import type { Log } from '#ports/log.ts';
import { handle } from './handle.ts';
import { sparingly } from './sparingly.ts';

export type LabsNamespace = Namespace<LabsToServer, LabsToClient>;

const room = (lab: string): string => `lab:${lab}`;
/** Of those that look at the page of a scenario. */
export const lookRoom = (scenario: string): string => `scenario:${scenario}`;

/** States of labs go to every page, since lists show them; the verdicts of a lab go to those that watch it. */
export function serveLabs(namespace: LabsNamespace, labs: LabDesk, bus: EventBus, log: Log): () => void {
  namespace.on('connection', (socket) => {
    const words = sparingly(log);
    socket.on(
      'lab.watch',
      handle<typeof WatchLab, LabView>(words, WatchLab, async ({ lab }, answer) => {
        const view = labs.view(lab);
        await socket.join(room(lab));
        answer(view);
      }),
    );
    socket.on(
      'lab.unwatch',
      handle(words, WatchLab, async ({ lab }) => {
        await socket.leave(room(lab));
      }),
    );
  });
  return bus.subscribe((event) => tell(namespace, event));
}

function tell(namespace: LabsNamespace, event: LabEvent): void {
  switch (event.type) {
    case 'lab.changed':
      namespace.emit('lab.changed', event.lab);
      return;
    case 'image.changed':
      namespace.emit('image.changed', event.image);
      return;
    case 'watchers.changed':
      namespace.to(room(event.view.lab)).emit('watchers.changed', event.view);
      return;
    case 'spare.changed':
      namespace
        .to(lookRoom(event.scenario))
        .emit('spare.changed', { scenario: event.scenario, ready: event.ready });
      return;
    case 'shells.changed':
      namespace.to(room(event.open.lab)).emit('shells.changed', event.open);
      return;
    case 'catalogue.changed':
      namespace.emit('catalogue.changed');
      return;
    case 'grading.started': {
      const { type: _, ...started } = event;
      namespace.to(room(event.lab)).emit('grading.started', started);
      return;
    }
    case 'check.settled': {
      const { type: _, ...settled } = event;
      namespace.to(room(event.lab)).emit('check.settled', settled);
      return;
    }
    case 'grading.done':
      namespace.to(room(event.lab)).emit('grading.done', { lab: event.lab, report: event.report });
  }
}
