import { z } from 'zod';
import { ApiProblem, routes } from '#contract/api.ts';
import type { Problem } from '#contract/lab.ts';

type Routes = typeof routes;
export type RouteName = keyof Routes;
export type Answer<K extends RouteName> = z.output<Routes[K]['answer']>;

export interface Call {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  signal?: AbortSignal;
  withinMs?: number;
}

/** The server refused, could not be reached, or answered in a form that this page does not know. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem, cause?: unknown) {
    super(problem.message, { cause });
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

export const unreachable: Problem = {
  code: 'page.unreachable',
  message: 'The server does not answer.',
  remedy: 'Run `./ckslab status` to see whether it is up. The page tries again by itself.',
};
const tooSlow: Problem = {
  code: 'page.too-slow',
  message: 'The server took too long to answer.',
  remedy: 'Try again. If it stays so, `./ckslab status` says what the server is doing.',
};
const unreadable: Problem = {
  code: 'page.unreadable',
  message: 'The server answered in a form that this page does not know.',
  remedy: 'Reload the page: it may be older than the server.',
};

/** Asks one route of the contract and parses what comes back. Throws `ApiError` alone, apart from aborts by the caller. */
export async function ask<K extends RouteName>(name: K, call: Call = {}): Promise<Answer<K>> {
  const route = routes[name];
  const response = await send(route.method, address(route.path, call.params ?? {}, call.query), call);
  const body = await read(response);
  if (!response.ok) throw refusal(response.status, body);
  const parsed = z.safeParse<z.ZodType>(route.answer, body);
  if (!parsed.success) throw new ApiError(response.status, unreadable, parsed.error);
  return parsed.data as Answer<K>;
}

/** Asks a route whose answer is a text of its own and not JSON. Throws as `ask` does. */
export async function askText(name: RouteName, call: Call = {}): Promise<string> {
  const route = routes[name];
  const response = await send(route.method, fill(route.path, call.params ?? {}), call);
  if (!response.ok) throw refusal(response.status, await read(response));
  return response.text();
}

/** What to tell the reader about anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return {
    code: 'page.fault',
    message: 'This page ran into a fault of its own.',
    remedy: 'Reload the page. Running labs are not affected.',
    ...(error instanceof Error ? { tail: error.message } : {}),
  };
}

export function fill(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** A path of the contract with its parameters and its query. */
export function address(
  path: string,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query).toString();
  return `${fill(path, params)}${search === '' ? '' : `?${search}`}`;
}

async function send(method: string, path: string, call: Call): Promise<Response> {
  const deadline = AbortSignal.timeout(call.withinMs ?? 30_000);
  const signal = call.signal === undefined ? deadline : AbortSignal.any([call.signal, deadline]);
  const json = call.body === undefined ? {} : { 'content-type': 'application/json' };
  try {
    return await fetch(path, {
      method,
      signal,
      credentials: 'same-origin',
      headers: { accept: 'application/json', 'x-cks-lab': '1', ...json },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (error) {
    if (call.signal?.aborted === true) throw error;
    throw new ApiError(0, deadline.aborted ? tooSlow : unreachable, error);
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    throw new ApiError(response.status, response.ok ? unreadable : unreachable, error);
  }
}

/** What an answer that is not 2xx says. */
export function refusal(status: number, body: unknown): ApiError {
  const parsed = ApiProblem.safeParse(body);
  return new ApiError(status, parsed.success ? parsed.data.problem : unreadable);
}
