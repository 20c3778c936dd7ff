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

test('a call that is under way when the connection is given up is still answered', async () => {
  const under = [seen(), seen()];
  connection.close();
  expect(await Promise.all(under)).toEqual([
    { authorization: 'Bearer own' },
    { authorization: 'Bearer own' },
  ]);
});

test('a call that waits for its turn is given up in time', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((done) => void silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  const busy = new Connection({
    server: `http://127.0.0.1:${port}`,
    ca: '',
    credentials: { token: 'own' },
  });
  const [others, own] = [new AbortController(), new AbortController()];
  const call = ({ signal: stop }: AbortController) => busy.call({ method: 'GET', path: '/' }, stop);
  const before = Array.from({ length: 16 }, () => call(others));
  const late = call(own);
  own.abort(new Error('too late'));
  await expect(late).rejects.toThrow('too late');
  others.abort(new Error('enough'));
  expect(await Promise.allSettled(before)).toEqual(
    before.map(() => ({ status: 'rejected', reason: new Error('enough') })),
  );
  busy.close();
  silent.close();
});
