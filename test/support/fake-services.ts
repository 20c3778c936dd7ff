import type { Express } from 'express';
import { routes } from '#contract/api.ts';
import { OpenService, ServiceOpened } from '#contract/services.ts';

/** Services of the stand-in's labs: what is asked for is kept, and leads to an address that a test gives. */
export class FakeServices {
  readonly asked: OpenService[] = [];
  /** Where what was opened leads; without it nothing answers. */
  url: string | undefined;

  serve(app: Express): void {
    app.post(routes.openService.path, (request, response) => {
      const asked = OpenService.parse(request.body);
      this.asked.push(asked);
      if (this.url !== undefined) {
        response.status(201).json(ServiceOpened.parse({ url: this.url, expiresAt: Date.now() + 1000 }));
        return;
      }
      const problem = {
        code: 'service.unreachable',
        message: `Nobody answers on port ${asked.target.port}: connection refused.`,
        remedy:
          'See in the terminal what listens: "ss -tlnp" on the machine, "kubectl get svc,ep" in a cluster.',
      };
      response.status(502).json({ problem });
    });
  }
}
