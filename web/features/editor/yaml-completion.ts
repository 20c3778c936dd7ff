import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import { type Field, fieldAt, fieldsOf, itemType, knownKinds, typeOfKind, valueType } from './kube-schema.ts';
import { type YamlContext, yamlContext } from './yaml-context.ts';

/** What Kubernetes has to offer where the cursor stands. */
export function completeYaml(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const at = yamlContext(text.slice(0, context.pos), text.slice(context.pos));
  const word = context.matchBefore(/[\w./-]*/);
  if (word === null || (!context.explicit && word.from === word.to)) return null;
  const options = at.key === undefined ? keys(at) : values(at, at.key);
  return options.length === 0 ? null : { from: word.from, options, validFor: /^[\w./-]*$/ };
}

function keys(at: YamlContext): Completion[] {
  const root = typeOfKind(at.apiVersion, at.kind);
  if (root === undefined) return at.path.length === 0 ? unknownRoot(at) : [];
  const field = fieldAt(root, at.path);
  const fields = field === undefined ? undefined : fieldsOf(field.type);
  if (fields === undefined) return (field?.values ?? []).map(plain);
  return [...fields]
    .filter(([name]) => !at.siblings.has(name))
    .map(([name, found]) =>
      snippetCompletion(`${name}:${begin(found, at.column)}`, {
        label: name,
        type: 'property',
        detail: inWords(found.type),
        info: found.about,
        boost: found.required ? 10 : 0,
      }),
    );
}

const unknownRoot = ({ siblings }: YamlContext): Completion[] =>
  ['apiVersion', 'kind', 'metadata']
    .filter((name) => !siblings.has(name))
    .map((name) => ({ label: name, apply: `${name}: `, type: 'property' }));

function values(at: YamlContext, key: string): Completion[] {
  if (at.path.length === 0 && key === 'apiVersion') return versions(at.kind).map(plain);
  if (at.path.length === 0 && key === 'kind') return kindsOf(at.apiVersion).map(plain);
  const root = typeOfKind(at.apiVersion, at.kind);
  const field = root === undefined ? undefined : fieldAt(root, [...at.path, key]);
  if (field?.type === 'boolean') return ['true', 'false'].map(plain);
  return (field?.values ?? []).map(plain);
}

const plain = (label: string): Completion => ({ label, type: 'enum' });
const split = (known: string): [version: string, kind: string] => {
  const at = known.lastIndexOf('/');
  return [known.slice(0, at), known.slice(at + 1)];
};
const matching = (want: string, of: 0 | 1): string[] => {
  const pairs = knownKinds.map(split);
  const fit = pairs.filter((pair) => want === '' || pair[1 - of] === want);
  return [...new Set((fit.length === 0 ? pairs : fit).map((pair) => pair[of]))];
};
const versions = (kind: string): string[] => matching(kind, 0);
const kindsOf = (version: string): string[] => matching(version, 1);

/** What follows a key: a value on its line, or a line of its own that is as deep as it has to be. */
function begin({ type }: Field, column: number): string {
  const pad = ' '.repeat(column);
  const item = itemType(type);
  if (item !== undefined) return `\n${pad}- \${}`;
  if (fieldsOf(type) !== undefined || valueType(type) !== undefined) return `\n${pad}  \${}`;
  return ' ${}';
}

/** `[]Container` is a list of Container. */
export function inWords(type: string): string {
  const item = itemType(type);
  if (item !== undefined) return `list of ${inWords(item)}`;
  const value = valueType(type);
  if (value !== undefined) return `map of ${inWords(value)}`;
  return type === 'scalar' ? 'string or number' : type;
}
