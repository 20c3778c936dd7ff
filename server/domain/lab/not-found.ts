import { Fault } from '#domain/fault.ts';

/** The one answer to an id that names no lab of this installation. */
export function labNotFound(id: string): Fault {
  return new Fault('lab.not-found', `There is no lab ${id}.`, {
    remedy: 'Go back to the catalogue and start the scenario again.',
  });
}
