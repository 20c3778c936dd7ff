import { createHash, randomBytes } from 'node:crypto';
import type { LabId } from '#contract/ids.ts';
import type { Allowances } from '#contract/lab.ts';
import type { OpenService } from '#contract/services.ts';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { LabNetwork, Wire } from '#ports/lab-network.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { isOff } from '../files/lab-files.ts';
import { notReady } from '../labs/gradings.ts';
import type { LabBook } from '../labs/lab-book.ts';
import { resolveTarget, type Route } from './resolve-target.ts';

export interface LabServicesParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly clusterApi: ClusterApi;
  readonly network: LabNetwork;
  readonly clock: Clock;
  readonly log: Log;
  readonly allows: (lab: LabId) => Allowances;
  /** Somebody works in the lab. */
  readonly used: (lab: LabId) => void;
}

/** A service that a browser may reach: what the proxy needs to know of it. */
export interface OpenedService {
  /** The first label of its host name. */
  readonly id: string;
  readonly lab: LabId;
  readonly scheme: 'http' | 'https';
  /** What the service is called by, with its port where that is not the scheme's own. */
  readonly authority: string;
  readonly path: string;
  readonly expiresAt: number;
  /** Aborts when the service is closed: with its lab, its session or its time. */
  readonly closed: AbortSignal;
}

interface Grant extends OpenedService {
  readonly session: string;
  readonly route: Route;
  readonly stop: AbortController;
  /** Hashes: whoever reads the memory's dump cannot enter with what it holds. */
  ticket: { readonly hash: string; readonly until: number } | undefined;
  cookie: string | undefined;
}

const perLab = 8;
const openMs = 4 * 3_600_000;
const ticketMs = 300_000;
const dialMs = 15_000;

/**
 * Services of labs that are open in the browser. Each has an id, which is its host name and with that its origin, and a secret of
 * its own: a one-time ticket in the address, changed for a cookie that only that origin gets.
 */
export class LabServices {
  private readonly parts: LabServicesParts;
  private readonly grants = new Map<string, Grant>();

  constructor(parts: LabServicesParts) {
    this.parts = parts;
  }

  /**
   * Opens a service for a session, once something answers there. Throws Fault `feature.off`, `lab.not-ready`,
   * and what `resolveTarget` and `LabNetwork` throw.
   */
  async open(
    lab: LabId,
    request: OpenService,
    session: string,
    signal: AbortSignal,
  ): Promise<{ readonly service: OpenedService; readonly ticket: string }> {
    const record = this.parts.book.get(lab);
    if (!this.parts.allows(lab).services) throw isOff('services');
    if (record.state !== 'ready') throw notReady(record.state);
    const environment = this.parts.library.get(record.scenario)?.scenario.environment;
    if (environment === undefined) throw notReady('failed');
    const stop = AbortSignal.any([signal, AbortSignal.timeout(dialMs)]);
    const route = await resolveTarget({ lab, environment }, request.target, this.parts.clusterApi, stop);
    const probe = await this.parts.network.dial(lab, route.machine, route.to, stop);
    probe.close();
    const ticket = secret();
    const service = this.grant(lab, request, session, route, ticket);
    this.parts.log.info({ lab, service: service.id, target: request.target }, 'service opened');
    return { service, ticket };
  }

  /** Changes a ticket for the secret of the cookie. Throws Fault `service.closed` unless it is this service's, in time, unused. */
  enter(id: string, ticket: string): { readonly service: OpenedService; readonly cookie: string } {
    const grant = this.alive(id);
    const held = grant?.ticket;
    if (grant === undefined || held === undefined) throw closed();
    if (held.hash !== hashOf(ticket) || held.until <= this.parts.clock.now()) throw closed();
    const cookie = secret();
    grant.ticket = undefined;
    grant.cookie = hashOf(cookie);
    return { service: grant, cookie };
  }

  /** The service that this cookie opens. Throws Fault `service.closed`. */
  require(id: string, cookie: string | undefined): OpenedService {
    const grant = this.alive(id);
    if (grant?.cookie === undefined || cookie === undefined || grant.cookie !== hashOf(cookie))
      throw closed();
    this.parts.used(grant.lab);
    return grant;
  }

  /** A connection to the service. */
  async dial(id: string): Promise<Wire> {
    const grant = this.alive(id);
    if (grant === undefined) throw closed();
    const { lab, route, stop } = grant;
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(dialMs)]);
    return this.parts.network.dial(lab, route.machine, route.to, signal);
  }

  endLab(lab: LabId): void {
    this.end((grant) => grant.lab === lab);
  }

  /** `session` as it was given to `open`. */
  endSession(session: string): void {
    this.end((grant) => grant.session === session);
  }

  close(): void {
    this.end(() => true);
  }

  private grant(lab: LabId, request: OpenService, session: string, route: Route, ticket: string): Grant {
    const now = this.parts.clock.now();
    const { scheme, host = route.host, path } = request;
    const usual = scheme === 'http' ? 80 : 443;
    const stop = new AbortController();
    const grant: Grant = {
      id: label(),
      lab,
      session,
      route,
      scheme,
      path,
      stop,
      closed: stop.signal,
      authority: route.to.port === usual ? host : `${host}:${route.to.port}`,
      expiresAt: now + openMs,
      ticket: { hash: hashOf(ticket), until: now + ticketMs },
      cookie: undefined,
    };
    this.grants.set(grant.id, grant);
    this.closeOldest(lab);
    return grant;
  }

  /** The oldest makes room: somebody who opens a ninth has long left the first. */
  private closeOldest(lab: LabId): void {
    const [oldest, ...others] = [...this.grants.values()].filter((one) => one.lab === lab);
    if (others.length >= perLab) this.end((grant) => grant === oldest);
  }

  private alive(id: string): Grant | undefined {
    this.prune();
    return this.grants.get(id);
  }

  /** What is over, and what was never entered. */
  private prune(): void {
    const now = this.parts.clock.now();
    this.end(({ expiresAt, ticket }) => expiresAt <= now || (ticket !== undefined && ticket.until <= now));
  }

  private end(which: (grant: Grant) => boolean): void {
    for (const grant of this.grants.values()) {
      if (!which(grant)) continue;
      this.grants.delete(grant.id);
      grant.stop.abort(closed());
    }
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const label = (): string => [...randomBytes(20)].map((byte) => letters[byte % 32]).join('');
const secret = (): string => randomBytes(32).toString('base64url');
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const closed = (): Fault =>
  new Fault('service.closed', 'This service is not open any more, or not for this browser.', {
    remedy: 'Go back to the lab and open it again.',
  });
