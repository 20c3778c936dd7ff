import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { completeYaml } from './yaml-completion.ts';
import { yamlContext } from './yaml-context.ts';
import { lintYaml } from './yaml-lint.ts';

/** `|` is the cursor. */
function offered(marked: string): string[] {
  const pos = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', '') });
  const result = completeYaml(new CompletionContext(state, pos, true));
  return (result?.options ?? []).map((option) => option.label);
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';

describe('where the cursor is', () => {
  test.each([
    ['at the top', 'kind: Pod\nme', [], undefined, 'me'],
    ['in a map', 'spec:\n  contai', ['spec'], undefined, 'contai'],
    ['on a new line of a map', 'spec:\n  a: 1\n  ', ['spec'], undefined, ''],
    ['in a list item', 'spec:\n  containers:\n    - na', ['spec', 'containers', '[]'], undefined, 'na'],
    [
      'in a list as deep as its key',
      'spec:\n  containers:\n  - name: a\n    ima',
      ['spec', 'containers', '[]'],
      undefined,
      'ima',
    ],
    [
      'in the second item',
      'spec:\n  containers:\n  - name: a\n    ports:\n    - containerPort: 1\n  - name: b\n    im',
      ['spec', 'containers', '[]'],
      undefined,
      'im',
    ],
    ['in a value', 'spec:\n  a:\n    b: val', ['spec', 'a'], 'b', 'val'],
    ['after a comment', 'spec:\n  # about\n\n  x', ['spec'], undefined, 'x'],
    ['in the second document', 'a:\n  b: 1\n---\nspec:\n  x', ['spec'], undefined, 'x'],
    ['in a scalar of a list', 'drop:\n  - A', ['drop', '[]'], undefined, 'A'],
  ] as const)('%s', (_where, text, path, key, typed) => {
    expect(yamlContext(text)).toMatchObject({ path, typed, ...(key === undefined ? {} : { key }) });
  });

  test('keys of the same map are known, those of others are not', () => {
    const text = 'spec:\n  containers:\n  - name: a\n    ports:\n    - x: 1\n    image: b\n    ';
    expect([...yamlContext(text).siblings]).toEqual(['image', 'ports', 'name']);
  });
});

describe('completion', () => {
  test.each([
    ['kinds of a version', 'apiVersion: networking.k8s.io/v1\nkind: |', 'NetworkPolicy'],
    ['versions of a kind', 'apiVersion: |\nkind: CronJob', 'batch/v1'],
    ['fields of a Pod', `${pod}  |`, 'automountServiceAccountToken'],
    ['fields of a container', `${pod}  containers:\n  - |`, 'securityContext'],
    [
      'fields further down',
      `${pod}  containers:\n  - securityContext:\n      seccompProfile:\n        |`,
      'type',
    ],
    ['values', `${pod}  securityContext:\n    seccompProfile:\n      type: |`, 'RuntimeDefault'],
    ['true and false', `${pod}  hostNetwork: |`, 'false'],
    [
      'values in a list',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  policyTypes:\n  - |',
      'Egress',
    ],
    ['what every object has', '|', 'apiVersion'],
    [
      'files of the API server',
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: |',
      'RequestResponse',
    ],
  ])('%s', (_what, text, label) => {
    expect(offered(text)).toContain(label);
  });

  test('a field that is there is not offered again', () => {
    const labels = offered(`${pod}  hostNetwork: true\n  |`);
    expect(labels).toContain('hostPID');
    expect(labels).not.toContain('hostNetwork');
  });

  test('of an unknown kind nothing is offered', () => {
    expect(offered('apiVersion: example.com/v1\nkind: Thing\nspec:\n  |')).toEqual([]);
  });
});

describe('lint', () => {
  const said = (text: string) => lintYaml(text).map(({ message }) => message);

  test('a good object has no findings, and neither has what is not known', () => {
    const good = `${pod}  containers:\n  - name: a\n    image: b\n    resources: { limits: { cpu: 1, memory: 64Mi } }\n    ports:\n    - containerPort: 80\n`;
    expect(said(good)).toEqual([]);
    expect(said('apiVersion: example.com/v1\nkind: Thing\nanything: [1, a]\n')).toEqual([]);
    expect(said('just: text\n')).toEqual([]);
    expect(said('')).toEqual([]);
  });

  test.each([
    [
      'a misspelt field',
      `${pod}  containers:\n  - name: a\n    imagee: b\n`,
      'Container has no field imagee. Did you mean image?',
    ],
    [
      'a string for a boolean',
      `${pod}  containers: []\n  hostNetwork: "yes"\n`,
      'This has to be boolean, not string.',
    ],
    [
      'a number for a string',
      `${pod}  containers: []\n  nodeName: 5\n`,
      'This has to be string, not number. Put it in quotes: "5".',
    ],
    [
      'a map for a list',
      `${pod}  containers:\n    name: a\n`,
      'This has to be a list: every item begins with "- ".',
    ],
    ['a missing field', `${pod}  containers:\n  - image: b\n`, 'Container lacks name.'],
    [
      'a value that is none',
      `${pod}  containers: []\n  restartPolicy: Sometimes\n`,
      'This is one of Always, OnFailure, Never.',
    ],
  ])('%s', (_what, text, message) => {
    expect(said(text)).toEqual([message]);
  });

  test('a fault of form is told at its place', () => {
    const [finding] = lintYaml('a: 1\nb: [1, 2\nc: 3\n');
    expect(finding?.severity).toBe('error');
    expect(finding?.from).toBeGreaterThan(4);
  });

  test('a finding points at what it is about', () => {
    const text = `${pod}  containers: []\n  hostNetwrk: true\n`;
    const [finding] = lintYaml(text);
    expect(text.slice(finding?.from, finding?.to)).toBe('hostNetwrk');
  });
});
