import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError, ask, fill } from './client.ts';

const answers: Response[] = [];
const asked: [string, RequestInit | undefined][] = [];

beforeEach(() => {
  answers.length = 0;
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push([path, init]);
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError('network');
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

async function problem(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof ApiError) return error;
  throw new Error('no refusal', { cause: error });
}

describe('asking the server', () => {
  test('names the page in a header that no other site can send', async () => {
    answers.push(json([]));
    await ask('attempts');
    expect(asked[0]?.[1]?.headers).toMatchObject({ 'x-cks-lab': '1' });
  });

  test('carries what the server says about a refusal', async () => {
    answers.push(json({ problem: { code: 'lab.capacity', message: 'Full.', remedy: 'Stop a lab.' } }, 503));
    const error = await problem(ask('startLab', { body: { scenario: 'one' } }));
    expect([error.status, error.problem.remedy]).toEqual([503, 'Stop a lab.']);
  });

  test('does not trust an answer that breaks the contract', async () => {
    answers.push(json([{ id: 'not-a-lab' }]));
    expect((await problem(ask('labs'))).problem.code).toBe('page.unreadable');
  });

  test('says that the server is away when it is', async () => {
    expect((await problem(ask('system'))).problem.code).toBe('page.unreachable');
  });

  test('fills paths with escaped parameters', () => {
    expect(fill('/api/labs/:lab/hints', { lab: 'a/b' })).toBe('/api/labs/a%2Fb/hints');
  });
});
