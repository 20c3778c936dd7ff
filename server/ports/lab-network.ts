import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

/** An open TCP connection. Nothing is read before there is a listener. */
export interface Wire {
  /** `data` as it comes; `undefined` once, when the other end has closed or the connection is lost. */
  onData(listener: (data: Uint8Array | undefined) => void): void;
  /** Resolves when more can be taken. Rejects when the connection is closed. */
  write(data: Uint8Array): Promise<void>;
  pause(): void;
  resume(): void;
  /** Closes it, with whatever was begun in the lab for it. Doing it twice is the same as once. */
  close(): void;
}

/** Where a connection leads: the machine itself, or an IP address as seen from it. Never a name: a learner decides what names mean. */
export type DialTarget = { readonly port: number; readonly address?: string };

/**
 * Connections that begin inside a lab, in the network of one of its machines, and so lead exactly where that machine's own
 * programs can get, never into the network of the platform. Throws Fault `service.unreachable` when nobody answers there, and
 * what the engine says.
 */
export interface LabNetwork {
  dial(lab: LabId, machine: MachineName, target: DialTarget, signal: AbortSignal): Promise<Wire>;
}
