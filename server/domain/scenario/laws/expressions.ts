import { syntaxFault } from '../../grading/cel.ts';
import { namedVars } from '../template.ts';
import type { Law, LawFault } from './law.ts';

type Leaf = { readonly key: string; readonly text: string; readonly path: LawFault['path'] };

function texts(value: unknown, path: LawFault['path'], key: string): Leaf[] {
  if (typeof value === 'string') return [{ key, text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, i) => texts(item, [...path, i], key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => texts(inner, [...path, name], name));
}

/** Every `{{vars.name}}` names a variable of the scenario. */
export const templatesNameVars: Law = (scenario) =>
  texts(scenario, [], '').flatMap(({ text, path }) =>
    namedVars(text).flatMap((name) =>
      Object.hasOwn(scenario.vars, name)
        ? []
        : [{ path, message: `there is no variable ${name} under vars` }],
    ),
  );

// A value of an attempt is a plain word or number wherever an expression holds one.
const filledIn = (text: string): string => text.replaceAll(/\{\{\s*vars\.\w+\s*\}\}/g, '1');

/** CEL and regular expressions can be read. */
export const expressionsParse: Law = (scenario) =>
  texts([scenario.tasks, scenario.guards, scenario.setup], [], '').flatMap(({ key, text, path }) => {
    const [part, ...rest] = path;
    const at = [['tasks', 'guards', 'setup'][Number(part)] ?? '', ...rest];
    const fault = faultOf(key, filledIn(text));
    return fault === undefined ? [] : [{ path: at, message: fault }];
  });

function faultOf(key: string, text: string): string | undefined {
  if (key === 'cel' || key === 'show') {
    const fault = syntaxFault(text);
    return fault && `not a CEL expression: ${fault}`;
  }
  if (key !== 'matches' && key !== 'notMatches') return undefined;
  try {
    RegExp(text, 'm');
    return undefined;
  } catch (error) {
    return `not a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The values of variables can be drawn. */
export const varsCanBeDrawn: Law = (scenario) =>
  Object.entries(scenario.vars).flatMap(([name, spec]) => {
    if (!('port' in spec)) return [];
    const [first, last] = spec.port;
    return first >= 1 && last <= 65_535 && first <= last
      ? []
      : [{ path: ['vars', name, 'port'], message: 'give the first and the last port, between 1 and 65535' }];
  });
