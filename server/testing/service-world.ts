import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { ServiceOpened } from '#contract/services.ts';
import type { LabView } from '#contract/lab.ts';
import { LabService } from './lab-service.ts';
import { ServerWorld } from './server-world.ts';

/** The port on the workstation that the service of a test answers on. */
export const web = { kind: 'machine', machine: 'workstation', port: 8080 };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface OpenedOrigin {
  readonly origin: string;
  readonly cookie: string;
  readonly path: string;
}

/** A request of a browser that resolves every name below localhost to this machine. */
export function get(
  url: string,
  headers: OutgoingHttpHeaders = {},
  more: { readonly method?: string; readonly body?: string } = {},
): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  const { method = 'GET', body } = more;
  const options = { host: '127.0.0.1', port, path: `${pathname}${search}`, method, agent: false } as const;
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { host, ...headers } }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
      res.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A server with a ready lab in which a service answers on port 8080 of the workstation. */
export class ServiceWorld {
  readonly world = new ServerWorld();
  readonly service = new LabService();
  private own: LabView | undefined;

  async open(scenario = 'cluster'): Promise<this> {
    await this.world.open();
    await this.world.enter();
    this.own = await this.world.startLab(scenario);
    this.world.network.services.set('workstation:8080', await this.service.start());
    return this;
  }

  get lab(): LabView {
    if (this.own === undefined) throw new Error('the world is not open');
    return this.own;
  }

  ask(body: object): Promise<Response> {
    return this.world.ask(`/api/labs/${this.lab.id}/services`, {
      method: 'POST',
      body: { scheme: 'http', ...body },
    });
  }

  /** The address of a service, with its ticket. */
  async url(body: object = { target: web }): Promise<string> {
    const answer = await this.ask(body);
    const said: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(said)}`);
    return ServiceOpened.parse(said).url;
  }

  /** Opens a service as a person does, by a link of the platform's page. */
  async opened(body: object = { target: web }): Promise<OpenedOrigin> {
    const url = await this.url(body);
    const entered = await get(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    if (entered.status !== 303) throw new Error(`the door answered ${entered.status}`);
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    return {
      origin: new URL(url).origin,
      cookie: cookie.split(';')[0] ?? '',
      path: entered.headers.location ?? '',
    };
  }

  async close(): Promise<void> {
    this.service.close();
    await this.world.close();
  }
}
