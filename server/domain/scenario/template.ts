import { Fault } from '../fault.ts';
import type { Vars } from './draw-vars.ts';

const placeholder = /\{\{\s*vars\.(\w+)\s*\}\}/g;

/** The names of the variables that a text asks for, each once. */
export function namedVars(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((m) => m[1] ?? ''))];
}

/** Every place where a text asks for a variable, and which. Offsets count from 0. */
export function placeholders(text: string): { name: string; offset: number }[] {
  return [...text.matchAll(placeholder)].map((m) => ({ name: m[1] ?? '', offset: m.index }));
}

/**
 * The text with every `{{vars.name}}` filled in.
 * @throws Fault `scenario.invalid` for a name that has no value.
 */
export function fill(text: string, vars: Vars): string {
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    if (value !== undefined) return value;
    throw new Fault('scenario.invalid', `The scenario asks for {{vars.${name}}}, which has no value.`, {
      remedy: `Declare ${name} under vars in scenario.yaml, or correct the name.`,
    });
  });
}

/**
 * A copy of a parsed value in which every text is filled in; keys stay as they are.
 * @throws Fault `scenario.invalid` as `fill` does.
 */
export function fillAll<T>(value: T, vars: Vars): T {
  return walk(value, vars) as T;
}

function walk(value: unknown, vars: Vars): unknown {
  if (typeof value === 'string') return fill(value, vars);
  if (Array.isArray(value)) return value.map((item) => walk(item, vars));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, vars)]));
}

/** The text with every `{{vars.name}}` shown as `…`: what the catalogue shows before values are drawn. */
export function blank(text: string): string {
  return text.replaceAll(placeholder, '…');
}
