import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '#ports/cluster-api.ts';
import { Connection } from './connection.ts';

const signal = new AbortController().signal;
let server: Server;
let connection: Connection;

// Answers with the headers by which a caller is known.
beforeEach(async () => {
  server = createServer(({ headers }, response) => {
    const { authorization, 'impersonate-user': user } = headers;
    response.end(JSON.stringify({ authorization, user }));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  connection = new Connection({ server: `http://127.0.0.1:${port}`, ca: '', credentials: { token: 'own' } });
});

afterEach(() => {
  connection.close();
  server.close();
});

const seen = async (as?: Caller): Promise<unknown> =>
  (await connection.call({ method: 'GET', path: '/', as }, signal)).body;

test('the token of the kubeconfig goes with each call, also where it stands in for somebody', async () => {
  expect(await seen()).toEqual({ authorization: 'Bearer own' });
  expect(await seen({ user: 'ada', groups: [] })).toEqual({ authorization: 'Bearer own', user: 'ada' });
});

test('whoever shows credentials of another one shows no others', async () => {
  expect(await seen({ token: 'guest' })).toEqual({ authorization: 'Bearer guest' });
});
