import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { routes } from '#contract/api.ts';

type Routes = typeof routes;
type RouteName = keyof Routes;

/** A handler whose result is the answer, in the shape that the contract gives to the route. */
export function answer<K extends RouteName>(
  _route: K,
  work: (req: Request, res: Response) => z.input<Routes[K]['answer']> | Promise<z.input<Routes[K]['answer']>>,
): RequestHandler {
  return async (req, res) => {
    const value = await work(req, res);
    // A state that changes by itself must never come from a cache.
    res.setHeader('cache-control', 'no-store').json(value);
  };
}
