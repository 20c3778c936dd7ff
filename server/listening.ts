import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from '#domain/fault.ts';

/** Resolves with the address when the server answers on it. Throws Fault `config.invalid`. */
export function listening(http: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(notListening(host, port, error));
    http.once('error', refuse);
    http.listen(port, host, () => {
      http.off('error', refuse);
      resolve(http.address() as AddressInfo);
    });
  });
}

/** On this port, or on any free one where somebody else has it: nobody writes its address by hand. */
export async function listeningNear(http: Server, host: string, port: number): Promise<AddressInfo> {
  try {
    return await listening(http, host, port);
  } catch (error) {
    if (port === 0) throw error;
    return listening(http, host, 0);
  }
}

const notListening = (host: string, port: number, cause: Error): Fault =>
  new Fault('config.invalid', `The server cannot listen on ${host}:${port}: ${cause.message}.`, {
    remedy: 'Choose another port with CKSLAB_PORT.',
    cause,
  });
