import type { Request } from 'express';

/** The languages that the answer to a request should be in, the dearest first. */
export type Languages = (req: Request) => readonly string[];

/** The configured language for everybody; else what each browser asks for. */
export const languages =
  (configured: string | undefined): Languages =>
  (req) =>
    configured === undefined ? req.acceptsLanguages() : [configured];
