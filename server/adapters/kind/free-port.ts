import { type AddressInfo, createServer } from 'node:net';

/**
 * A port of the loopback interface that was free a moment ago. Chosen here and not by the engine, which would choose another one
 * whenever the container starts again.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  return port;
}
