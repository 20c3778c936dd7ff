import { createHmac } from 'node:crypto';
import type { VarSpec } from '#contract/scenario/scenario.ts';

/** The values of one attempt, by name. Always text; a port is written in decimal. */
export type Vars = Readonly<Record<string, string>>;

/**
 * Draws the values of an attempt. The same seed and name always give the same value, whatever other variables there are,
 * except that no two `port` variables of a scenario share a port while free ones are left.
 */
export function drawVars(specs: Readonly<Record<string, VarSpec>>, seed: string): Vars {
  const taken = new Set<number>();
  const drawn: Record<string, string> = {};
  for (const [name, spec] of Object.entries(specs)) drawn[name] = drawOne(spec, stream(seed, name), taken);
  return drawn;
}

type Draw = (below: number) => number;

function drawOne(spec: VarSpec, draw: Draw, taken: Set<number>): string {
  if ('value' in spec) return spec.value;
  if ('pick' in spec) return spec.pick[draw(spec.pick.length)] ?? '';
  if ('hex' in spec) {
    return Array.from({ length: spec.hex }, () => draw(256).toString(16).padStart(2, '0')).join('');
  }
  return String(drawPort(spec.port, draw, taken));
}

function drawPort([first, last]: readonly [number, number], draw: Draw, taken: Set<number>): number {
  const size = last - first + 1;
  const start = draw(size);
  const candidates = Array.from({ length: size }, (_, i) => first + ((start + i) % size));
  const port = candidates.find((p) => !taken.has(p)) ?? first + start;
  taken.add(port);
  return port;
}

/** Even numbers below a limit, from a keyed stream: 48 bits each, so that the modulo does not favour any of them. */
function stream(seed: string, name: string): Draw {
  let count = 0;
  return (below) => createHmac('sha256', seed).update(`${name}:${count++}`).digest().readUIntBE(0, 6) % below;
}
