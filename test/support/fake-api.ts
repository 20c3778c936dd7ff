import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import express, { type Express, type Request, type Response } from 'express';
import { Server, type Socket } from 'socket.io';
import { type Catalogue, type LabDetail, routes } from '#contract/api.ts';
import type { LabsToClient, LabsToServer } from '#contract/events.ts';
import { CheckSettled, GradingDone } from '#contract/events.ts';
import { HintText, OpenHint, StartGrading } from '#contract/grading.ts';
import { LabId, RunId } from '#contract/ids.ts';
import { LabView, StartLab } from '#contract/lab.ts';
import { FakeFiles } from './fake-files.ts';
import { FakeServices } from './fake-services.ts';
import { gradeReport, hintTexts, labDetail, labs, labTurns } from './fake-labs.ts';
import { preview } from './fake-preview.ts';
import { attempts, doctor, system } from './fake-records.ts';
import { fakeRecordings } from './fake-recordings.ts';
import { catalogue, scenarios } from './fake-scenarios.ts';
import { FakeShells } from './fake-shells.ts';
import { FakeSnapshots } from './fake-snapshots.ts';

const site = join(import.meta.dirname, '../../dist/web');

/** The policy of the real server: a page that needs more than this fails here first. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** An in-process stand-in for the API and its sockets, for tests of the page alone. It follows the contract's schemas. */
export class FakeApi {
  signedIn = true;
  /** Does the server give answers away? */
  authoring = true;
  /** Scenarios of which a lab is kept ready, and those whose pages are seen. */
  readonly #warm = new Set<string>();
  readonly looked = new Set<string>();
  /** While true, answers to reads wait, so that loading looks can be seen. */
  slow = false;
  #catalogue: Catalogue = catalogue;
  readonly #http: HttpServer;
  readonly #io: Server;
  readonly #labs = new Map<string, LabDetail>(labs.map((lab) => [lab.id, labDetail(lab)]));
  readonly files = new FakeFiles();
  readonly services = new FakeServices();
  readonly snapshots = new FakeSnapshots((lab) => this.change(lab, { state: 'restoring', steps: [] }));
  readonly shells: FakeShells;
  #runs = 0;

  private constructor() {
    const app = express();
    this.#http = createServer(app);
    this.#io = new Server(this.#http, { serveClient: false });
    this.shells = new FakeShells(this.#io, (lab) => this.#labs.get(lab));
    this.#routes(app);
    this.#labsNamespace();
  }

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    await new Promise<void>((resolve) => api.#http.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  /** Drops every socket; pages come back by themselves. */
  cutSockets(): void {
    this.#io.of('/labs').disconnectSockets(true);
  }

  /** How many pages are connected. */
  get pages(): number {
    return this.#io.of('/labs').sockets.size;
  }

  /** Files of scenarios were saved: from now on the catalogue is like this. */
  changeCatalogue(next: Partial<Catalogue>): void {
    this.#catalogue = { ...this.#catalogue, ...next };
    this.#io.of('/labs').emit('catalogue.changed');
  }

  /** A lab of the scenario is kept ready from now on, or no longer. */
  keepReady(scenario: string, ready: boolean): void {
    if (ready) this.#warm.add(scenario);
    else this.#warm.delete(scenario);
    this.#io.of('/labs').emit('spare.changed', { scenario, ready });
  }

  #routes(app: Express): void {
    app.use(express.json());
    app.use((_, response, next) => {
      response.setHeader('content-security-policy', policy);
      next();
    });
    app.use('/api', (_, __, next) => void (this.slow || setTimeout(next)));
    app.use('/api', (request, response, next) => {
      if (!this.signedIn) refuse(response, 401, 'session.none', 'This browser is signed out.');
      else if (request.get('x-cks-lab') !== '1') refuse(response, 403, 'request.foreign', 'No such header.');
      else next();
    });
    app.get('/api/system', (_, response) => void response.json(system));
    app.get('/api/doctor', (_, response) => void response.json(doctor));
    app.get('/api/scenarios', (_, response) => void response.json(this.#catalogue));
    app.get('/api/scenarios/:id', (request, response) => {
      const found = scenarios.find((scenario) => scenario.id === request.params.id);
      if (found === undefined) refuse(response, 404, 'scenario.not-found', 'There is no such scenario.');
      else response.json(found);
    });
    app.get('/api/preview/:id', (request, response) => {
      if (this.authoring && request.params.id === preview.scenario) response.json(preview);
      else refuse(response, 404, 'not-found', 'There is nothing here.');
    });
    app.get('/api/attempts', (_, response) => void response.json(attempts));
    fakeRecordings(app);
    app.delete('/api/session', (_, response) => {
      this.signedIn = false;
      response.json(null);
    });
    this.#labRoutes(app);
    app.get(routes.openShells.path, (request, response) => {
      response.json(this.shells.openIn(LabId.parse(request.params['lab'])));
    });
    this.files.serve(app);
    this.services.serve(app);
    this.snapshots.serve(app);
    app.use(express.static(site));
    app.get('/{*path}', (_, response) => response.sendFile(join(site, 'index.html')));
  }

  #labRoutes(app: Express): void {
    app.get('/api/labs', (_, response) => void response.json([...this.#labs.values()].map((d) => d.lab)));
    app.post('/api/labs', (request, response) => {
      const { scenario } = StartLab.parse(request.body);
      const lab = LabView.parse({ ...labs[1], id: 'lab-ffffffff', scenario, version: 1 });
      this.#labs.set(lab.id, labDetail(lab));
      response.status(201).json(lab);
    });
    app.get(
      '/api/labs/:lab',
      this.#withLab((detail, _, response) => void response.json(detail)),
    );
    app.post(
      '/api/labs/:lab/gradings',
      this.#withLab(async (detail, request, response) => {
        const { task } = StartGrading.parse(request.body);
        response.json(await this.#grade(detail, task));
      }),
    );
    app.post(
      '/api/labs/:lab/hints',
      this.#withLab((detail, request, response) => {
        const { task, index } = OpenHint.parse(request.body);
        const cost = detail.scenario.tasks.find((t) => t.id === task)?.hints[index]?.cost ?? 0;
        const hint = HintText.parse({ task, index, cost, text: hintTexts[index] });
        detail.hints.push(hint);
        response.json(hint);
      }),
    );
    app.post(
      '/api/labs/:lab/extend',
      this.#withLab((detail, _, response) => {
        const { state } = detail.lab;
        const kept = state === 'paused' ? { keptUntil: Date.now() + 7 * 86_400_000 } : {};
        response.json(this.change(detail.lab.id, { idleEndsAt: undefined, ...kept }));
      }),
    );
    for (const [turn, to] of Object.entries(labTurns)) {
      app.post(
        `/api/labs/:lab/${turn}`,
        this.#withLab((detail, _, response) => void response.json(this.change(detail.lab.id, to()))),
      );
    }
    app.delete(
      '/api/labs/:lab',
      this.#withLab((detail, _, response) => {
        response.json(this.change(detail.lab.id, { state: 'stopping' }));
      }),
    );
  }

  #withLab(
    run: (detail: LabDetail, request: Request<{ lab: string }>, response: Response) => void | Promise<void>,
  ) {
    return async (request: Request<{ lab: string }>, response: Response): Promise<void> => {
      const detail = this.#labs.get(request.params.lab);
      if (detail === undefined) refuse(response, 404, 'lab.not-found', 'There is no such lab.');
      else await run(detail, request, response);
    };
  }

  /** Changes a lab as the server would, and tells its watchers. */
  change(lab: string, to: Partial<LabView>): LabView {
    const detail = this.#labs.get(lab);
    if (detail === undefined) throw new Error(`no lab ${lab}`);
    detail.lab = LabView.parse({ ...detail.lab, ...to, version: detail.lab.version + 1 });
    this.#io.of('/labs').to(lab).emit('lab.changed', detail.lab);
    return detail.lab;
  }

  /** From now on the lab's mode allows only so much to the page, which asks for it when it is loaded. */
  allow(lab: string, to: Partial<LabDetail['allows']>): void {
    Object.assign(this.#labs.get(lab)?.allows ?? {}, to);
  }

  async #grade(detail: LabDetail, only: string | undefined) {
    const lab = detail.lab.id;
    const run = RunId.parse(`run-${'abcdefgh'[this.#runs++ % 8]}aaaaaaaaaaa`);
    const room = this.#io.of('/labs').to(lab);
    const report = gradeReport(lab, run, only);
    room.emit('grading.started', {
      lab,
      run,
      only,
      checks: report.checks.filter((c) => c.role === 'check').length,
    });
    for (const result of report.checks) {
      await delay(120);
      room.emit('check.settled', CheckSettled.parse({ lab, run, result }));
    }
    detail.report = report;
    room.emit('grading.done', GradingDone.parse({ lab, report }));
    return report;
  }

  #labsNamespace(): void {
    this.#io.of('/labs').on('connection', (socket: Socket<LabsToServer, LabsToClient>) => {
      socket.on('lab.watch', ({ lab }, ack) => {
        const detail = this.#labs.get(lab);
        void socket.join(lab);
        if (detail !== undefined) ack({ ok: true, value: detail.lab });
      });
      socket.on('scenario.look', ({ scenario }, ack) => {
        this.looked.add(scenario);
        ack({ ok: true, value: { scenario, ready: this.#warm.has(scenario) } });
      });
      socket.on('scenario.leave', ({ scenario }) => void this.looked.delete(scenario));
      socket.on('lab.unwatch', ({ lab }) => void socket.leave(lab));
    });
  }
}

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ problem: { code, message, remedy: 'Go back and choose another.' } });
}
