import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Observer } from '#ports/observer.ts';
import type { Originals } from '#ports/originals.ts';

interface Parts {
  readonly machines: Machines;
  readonly observer: Observer;
  readonly originals: Originals;
}

/** Loads code of anybody's choice into every program that starts. */
const preload = '/etc/ld.so.preload';

/**
 * The machines as a grader uses them: a program that is not the one that came with the image is not run, since whoever put it
 * there would answer instead of it. Programs that the image does not have are the author's business.
 */
export function withOwnPrograms({ machines, observer, originals }: Parts): Machines {
  const trusted = new Set<string>();
  const trust = async (
    lab: LabId,
    machine: MachineName,
    program: string,
    signal: AbortSignal,
  ): Promise<void> => {
    const key = `${lab} ${machine} ${program}`;
    if (trusted.has(key)) return;
    const original = await originals.of(lab, machine, program, signal);
    if (original.kind === 'none') return;
    const [now, loaded] = await Promise.all([
      observer.ask(lab, machine, { kind: 'file', path: program, maxBytes: 1 }, signal),
      observer.ask(lab, machine, { kind: 'file', path: preload, maxBytes: 1 }, signal),
    ]);
    // What the observer cannot see it cannot vouch for.
    if (now.kind === 'unknown') throw notSeen(program, machine, now.reason);
    if (now.sha256 !== original.sha256) throw replaced(program, machine);
    if (loaded.kind === 'unknown') throw notSeen(preload, machine, loaded.reason);
    if (loaded.exists) throw replaced(preload, machine);
    trusted.add(key);
  };
  return {
    seen: (signal) => machines.seen(signal),
    put: (...call) => machines.put(...call),
    destroy: (...call) => machines.destroy(...call),
    exec: async (lab, machine, argv, options) => {
      const [program = ''] = argv;
      if (program.startsWith('/')) await trust(lab, machine, program, options.signal);
      return machines.exec(lab, machine, argv, options);
    },
  };
}

const replaced = (path: string, machine: MachineName): Fault =>
  new Fault(
    'runtime.failed',
    `${path} on ${machine} is not as the lab came with it, so what it says proves nothing`,
    {
      remedy: 'Put the program back, or reset the lab.',
    },
  );

const notSeen = (path: string, machine: MachineName, reason: string): Fault =>
  new Fault(
    'runtime.failed',
    `whether ${path} on ${machine} is as the lab came with it could not be told: ${reason}`,
    {
      remedy: 'Check again. If it happens again, reset the lab.',
    },
  );
