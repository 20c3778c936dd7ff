import { Environment, EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';

const language = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
});

/** What an expression gave. An expression that cannot be evaluated is not true; `error` says why. */
export type Evaluated = { readonly value: unknown; readonly error?: undefined } | { readonly error: string };

/** Why the expression cannot be read, or undefined when it can. */
export function syntaxFault(expression: string): string | undefined {
  try {
    language.parse(expression);
    return undefined;
  } catch (error) {
    if (isCelError(error)) return firstLine(error);
    throw error;
  }
}

/** Evaluates an expression over JSON values. Whole numbers are ints of CEL. A missing field is an error, not a throw. */
export function evaluate(expression: string, names: Readonly<Record<string, unknown>>): Evaluated {
  try {
    return { value: fromCel(language.evaluate(expression, toCel(names) as Record<string, unknown>)) };
  } catch (error) {
    if (isCelError(error)) return { error: firstLine(error) };
    throw error;
  }
}

function isCelError(error: unknown): error is Error {
  return error instanceof EvaluationError || error instanceof ParseError || error instanceof CelTypeError;
}

// The library adds the source with a marker below; results show one line.
function firstLine(error: Error): string {
  return error.message.split('\n')[0] ?? error.message;
}

// JSON knows one kind of number, CEL two: without this `self.n + 1` has no overload.
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
}

function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, inner]) => [String(key), fromCel(inner)]));
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromCel(inner)]));
}
