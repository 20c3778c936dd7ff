import type { z } from 'zod';
import { issueToken } from '#adapters/node/enter-token.ts';
import { ApiProblem, routes } from '#contract/api.ts';
import { Fault, type FaultCode, faultCodes } from '#domain/fault.ts';
import { originOf, type ServerRecord } from './server-record.ts';

type Route = keyof typeof routes;
type Answer<R extends Route> = z.infer<(typeof routes)[R]['answer']>;

const withinMs = 30_000;
const gradeWithinMs = 300_000;

/** Talks to the running server as a browser does: in by a one-time token, on with a cookie. */
export class PlatformClient {
  readonly origin: string;
  /** As a request carries it. */
  readonly cookie: string;

  private constructor(origin: string, cookie: string) {
    this.origin = origin;
    this.cookie = cookie;
  }

  static async enter(stateDir: string, server: ServerRecord): Promise<PlatformClient> {
    const { token } = await issueToken(stateDir);
    const origin = originOf(server);
    const answer = await fetch(`${origin}/enter?token=${token}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw refused(await answer.text());
    return new PlatformClient(origin, cookie);
  }

  async call<R extends Route>(
    route: R,
    o: { params?: Readonly<Record<string, string>>; body?: unknown; signal?: AbortSignal } = {},
  ): Promise<Answer<R>> {
    const { method, path, answer } = routes[route];
    const url = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(o.params?.[name] ?? ''));
    const deadline = AbortSignal.timeout(route === 'grade' ? gradeWithinMs : withinMs);
    const response = await fetch(`${this.origin}${url}`, {
      method,
      headers: { cookie: this.cookie, 'x-cks-lab': '1', 'content-type': 'application/json' },
      ...(o.body === undefined ? {} : { body: JSON.stringify(o.body) }),
      signal: o.signal === undefined ? deadline : AbortSignal.any([o.signal, deadline]),
    });
    const body: unknown = response.status === 204 ? null : await response.json();
    if (!response.ok) throw faultOf(ApiProblem.parse(body));
    return answer.parse(body) as Answer<R>;
  }

  leave(): Promise<null> {
    return this.call('leave');
  }
}

const refused = (said: string): Fault =>
  new Fault('session.missing', `The server did not let this command in: ${said.trim()}`, {
    remedy: 'Stop it (./ckslab down) and start it again (./ckslab up).',
  });

function faultOf({ problem }: ApiProblem): Fault {
  const code: FaultCode = faultCodes.find((known) => known === problem.code) ?? 'internal';
  return new Fault(code, problem.message, {
    remedy: problem.remedy,
    ...(problem.tail === undefined ? {} : { tail: problem.tail }),
  });
}
