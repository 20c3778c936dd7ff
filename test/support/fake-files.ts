import { createHash } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { routes } from '#contract/api.ts';
import { filePath, FileSaved, FileText, FolderView, ShellFolder } from '#contract/files.ts';

const sha256 = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** Files of the stand-in's machines: the same on every terminal, all below `/`. */
export class FakeFiles {
  readonly files = new Map<string, Buffer>([
    ['/home/learner/notes.txt', Buffer.from('Policies select Pods by label.\n')],
    ['/home/learner/deny.yaml', Buffer.from(deny)],
    ['/etc/hostname', Buffer.from('workstation\n')],
    ['/home/learner/large.bin', Buffer.alloc(8 * 1024 * 1024, 1)],
  ]);
  /** Where each shell is, by `terminal/number`; what is not named is at home. */
  readonly folders = new Map<string, string>();
  /** While true, what is sent is taken and not answered. */
  holding = false;

  serve(app: Express): void {
    app.put(filePath, express.raw({ type: () => true, limit: '100mb' }), (request, response) => {
      if (!this.holding) this.#save(request, response);
    });
    app.get(filePath, (request, response) => {
      const found = this.files.get(absolute(request));
      if (found === undefined) return missing(request, response);
      response.attachment('file').type('application/octet-stream').send(found);
    });
    app.get('/api/labs/:lab/terminals/:terminal/text', (request, response) => {
      const path = absolute(request);
      const found = this.files.get(path);
      if (found === undefined) return missing(request, response);
      const writable = !path.startsWith('/etc/');
      response.json(FileText.parse({ path, text: found.toString(), sha256: sha256(found), writable }));
    });
    app.get(routes.shellFolder.path, (request, response) => {
      const { terminal, number } = request.params;
      const shown = this.folders.get(`${terminal}/${number}`);
      const path = shown?.replace(/^~/, '/home/learner');
      response.json(
        ShellFolder.parse(
          path === undefined ? { path: '~', shown: '~', is: 'home' } : { path, shown, is: 'current' },
        ),
      );
    });
    app.get('/api/labs/:lab/terminals/:terminal/folder', (request, response) => {
      const path = absolute(request).replace(/(.)\/$/, '$1');
      const below = `${path}/`;
      const names = [...this.files.keys()].flatMap((one) =>
        one.startsWith(below) ? [one.slice(below.length)] : [],
      );
      const entries = names.map((name) => ({ name, kind: 'file' }));
      response.json(FolderView.parse({ path, entries, more: false }));
    });
  }

  #save(request: Request, response: Response): void {
    const path = absolute(request);
    const there = this.files.get(path);
    const match = request.get('if-match')?.replaceAll('"', '');
    if (there !== undefined && request.get('if-none-match') === '*') {
      return refuse(response, 409, 'file.exists', `"${path}" is there already.`);
    }
    if (match !== undefined && (there === undefined || sha256(there) !== match)) {
      return refuse(response, 412, 'file.changed', `"${path}" has changed since it was opened.`);
    }
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    this.files.set(path, content);
    response.json(FileSaved.parse({ path, bytes: content.length, sha256: sha256(content) }));
  }
}

const deny = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
    - Ingress
`;

const asked = (request: Request): string => {
  const { path } = request.query;
  return typeof path === 'string' ? path : '';
};

const absolute = (request: Request): string => asked(request).replace(/^(~\/?|\.\/)/, '/home/learner/');

const missing = (request: Request, response: Response): void =>
  refuse(response, 404, 'file.not-found', `There is no file "${asked(request)}".`);

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ problem: { code, message, remedy: 'Choose another.' } });
}
