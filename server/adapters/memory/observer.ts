import { createHash } from 'node:crypto';
import type { LabId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import { Fault } from '#domain/fault.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Observers, ReadyObserver } from '#ports/observer.ts';
import type { MemoryMachine, MemoryWorld } from './machines-world.ts';

type AnyAnswer = Answer<Question>;
type Sight = (lab: LabId, machine: MachineName, question: Question) => AnyAnswer | undefined;

/**
 * Sees the files of the world's machines and, unless a test says otherwise, nothing that runs. Like the real one it needs
 * an observer placed beside the machine.
 */
export class MemoryObserver implements Observers {
  private readonly world: MemoryWorld;
  private readonly sights: Sight[] = [];

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  /** The newest sight that gives an answer counts. */
  seeing(sight: Sight): void {
    this.sights.unshift(sight);
  }

  ready(_lab: LabId): ReadyObserver {
    return { ask: (...asked) => this.ask(...asked), close: async () => undefined };
  }

  async ask<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>> {
    signal.throwIfAborted();
    return this.answer(lab, machine, question) as Answer<Q>;
  }

  private answer(lab: LabId, machine: MachineName, question: Question): AnyAnswer {
    try {
      this.world.machine(lab, `observer-${machine}`);
      for (const sight of this.sights) {
        const seen = sight(lab, machine, question);
        if (seen !== undefined) return seen;
      }
      const found = this.world.machine(lab, machine);
      if (question.kind === 'file') return fileOf(found, question);
      if (question.kind === 'log') return logOf(found, question);
      return question.kind === 'tree' ? treeOf(found, question) : structuredClone(atRest[question.kind]);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return {
        kind: 'unknown',
        reason: `The observer of ${machine} could not be asked: ${error.message}`,
      };
    }
  }
}

const refused = { outcome: 'refused', detail: 'connection refused' } as const;

/** What is seen where nothing runs. */
const atRest: {
  readonly [K in Exclude<Question['kind'], 'file' | 'log' | 'tree'>]: Answer<Extract<Question, { kind: K }>>;
} = {
  connect: { kind: 'connect', ...refused, tookMs: 0 },
  dns: {
    kind: 'dns',
    outcome: 'fails',
    addresses: [],
    servers: ['10.96.0.10'],
    detail: 'there is no such name',
  },
  http: { kind: 'http', ...refused, body: '' },
  tls: { kind: 'tls', ...refused, body: '' },
  tlsCiphers: { kind: 'unknown', reason: 'connection refused' },
  capture: { kind: 'capture', packets: 0, marked: false, dropped: 0 },
  listeners: { kind: 'listeners', sockets: [] },
  processes: { kind: 'processes', processes: [] },
  podSandbox: { kind: 'podSandbox', processes: [], runtime: 'none' },
  podNetwork: { kind: 'podNetwork', ready: false },
  unit: { kind: 'unit', loaded: 'not-found', active: 'inactive', enabled: '' },
  package: { kind: 'package', installed: false, files: 0, missing: [], altered: [] },
  sysctl: { kind: 'sysctl', values: {} },
  confinement: { kind: 'confinement', processes: [] },
  engine: { kind: 'engine', exists: false },
  image: { kind: 'image', exists: false, sizeBytes: 0, layers: [], found: [], secretIn: [] },
};

const names: Readonly<Record<number, string>> = { 0: 'root', 1000: 'learner' };

function fileOf(machine: MemoryMachine, { path, maxBytes }: Extract<Question, { kind: 'file' }>): AnyAnswer {
  const file = machine.files.get(path);
  if (file === undefined) {
    const isFolder = [...machine.files.keys()].some((known) => known.startsWith(`${path}/`));
    return isFolder
      ? { kind: 'file', exists: true, type: 'directory', owner: 'root', group: 'root', mode: '0755' }
      : { kind: 'file', exists: false };
  }
  return {
    kind: 'file',
    exists: true,
    type: 'file',
    owner: names[file.uid] ?? String(file.uid),
    group: names[file.gid] ?? String(file.gid),
    mode: file.mode.padStart(4, '0'),
    content: file.content.subarray(0, maxBytes).toString('utf8'),
    sha256: createHash('sha256').update(file.content).digest('hex'),
  };
}

/** Folders of the world are not kept, so only files are told. */
function treeOf(machine: MemoryMachine, question: Extract<Question, { kind: 'tree' }>): AnyAnswer {
  const { path, maxEntries, maxBytes } = question;
  const below = [...machine.files].filter(([name]) => name.startsWith(`${path}/`));
  if (below.length > maxEntries) return { kind: 'unknown', reason: `There is too much below ${path}.` };
  below.sort(([a], [b]) => a.localeCompare(b));
  const entries = below.map(([name, { uid, gid, mode, content }]) => ({
    path: name,
    type: 'file' as const,
    owner: names[uid] ?? String(uid),
    group: names[gid] ?? String(gid),
    mode: mode.padStart(4, '0'),
    ...(maxBytes > 0 && { content: content.toString('utf8') }),
  }));
  return { kind: 'tree', exists: below.length > 0, entries };
}

function logOf(machine: MemoryMachine, question: Extract<Question, { kind: 'log' }>): AnyAnswer {
  const content = machine.files.get(question.path)?.content;
  if (content === undefined) return { kind: 'log', exists: false, next: 0, content: '' };
  if (question.maxBytes === 0) return { kind: 'log', exists: true, next: content.length, content: '' };
  const from = content.length < question.from ? 0 : question.from;
  const text = content.subarray(from, from + question.maxBytes);
  const whole = text.subarray(0, text.lastIndexOf('\n') + 1);
  return { kind: 'log', exists: true, next: from + whole.length, content: whole.toString('utf8') };
}
