import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createHash } from 'node:crypto';

/** A service as a lab may have one: it echoes, redirects, sets cookies, streams, and speaks WebSocket without any library. */
export class LabService {
  readonly seen: IncomingHttpHeaders[] = [];
  /** What a browser is shown, by path. */
  readonly pages = new Map<string, string>();
  /** Open connections. */
  readonly lines = new Set<Socket>();
  private readonly http = createServer((req, res) => {
    this.seen.push(req.headers);
    const { pathname } = new URL(req.url ?? '/', 'http://service');
    const page = this.pages.get(pathname);
    if (page !== undefined) {
      res.setHeader('content-type', 'text/html; charset=utf-8');
      // It would like to keep its hold on every window.
      res.setHeader('cross-origin-opener-policy', 'unsafe-none').end(page);
    } else if (pathname === '/redirect') {
      res.writeHead(302, { location: `http://${req.headers.host}/there?a=1` }).end();
    } else if (pathname === '/elsewhere') {
      res.writeHead(302, { location: 'http://evil.example/' }).end();
    } else if (pathname === '/cookies') {
      res.setHeader('set-cookie', [
        'own=1; Domain=localhost; Path=/',
        'cks-lab-service=stolen',
        'cks-lab-3939=stolen',
      ]);
      res.setHeader('strict-transport-security', 'max-age=1000');
      res.end('cookies');
    } else if (pathname === '/echo') {
      req.pipe(res);
    } else if (pathname === '/stream') {
      res.write('first ');
      req.once('close', () => undefined);
    } else if (pathname === '/break') {
      res.socket?.destroy();
    } else res.end(`${req.method} ${req.url}`);
  });

  async start(): Promise<number> {
    this.http.on('connection', (socket) => {
      this.lines.add(socket);
      socket.once('close', () => this.lines.delete(socket));
    });
    this.http.on('upgrade', (req, socket) => {
      this.seen.push(req.headers);
      const key = `${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
      );
      socket.on('data', (data: Buffer) => socket.write(Buffer.concat([Buffer.from('echo:'), data])));
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return (this.http.address() as AddressInfo).port;
  }

  close(): void {
    this.http.close();
    this.http.closeAllConnections();
    for (const line of this.lines) line.destroy();
  }
}
