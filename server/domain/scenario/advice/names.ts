import type { Scenario } from '#contract/scenario/scenario.ts';
import { machinesOf } from '../../lab/machines-of.ts';
import { type Advice, type Adviser, atField, type Material } from './advice.ts';
import { holdsName } from './holds-name.ts';

// Programs and users that every lab has.
const everywhere = new Set([
  'curl',
  'dmesg',
  'docker',
  'kubectl',
  'learner',
  'root',
  'ssh',
  'sudo',
  'systemctl',
]);

const fenced = /```[\s\S]*?```/g;
const marked = /`([^`\n]+)`/g;
const plainName = /^~?[\w./][\w./:=@,+-]*$/;

/** A name in a prompt that nothing else of the scenario knows is most likely misspelt. */
export const promptsNameWhatExists: Adviser = (material) => {
  const known = knownText(material);
  return material.scenario.tasks.flatMap(({ id, prompt }, i) =>
    marksOf(prompt)
      .filter((name) => !isKnown(name, known))
      .map((name) => {
        const message = `\`${name}\` in the prompt of ${id} stands in no setup step, check, variable or manifest`;
        return atField('spelling', ['tasks', i, 'prompt'], message, `\`${name}\``);
      }),
  );
};

function marksOf(prompt: string): string[] {
  const marks = [...prompt.replaceAll(fenced, '').matchAll(marked)].map(([, name = '']) => name);
  return [...new Set(marks)].filter((name) => plainName.test(name));
}

function isKnown(name: string, known: string): boolean {
  const plain = name.replace(/^~\//, '');
  if (everywhere.has(plain) || holdsName(known, plain)) return true;
  const parts = plain.split(/[=:/,@]/).filter((part) => part !== '');
  // NAME and PORT stand for what the learner finds out.
  const holds = (part: string): boolean =>
    /^[A-Z]{2,}$/.test(part) || everywhere.has(part) || holdsName(known, part);
  return parts.length > 1 && parts.every(holds);
}

function knownText({ scenario, files }: Material): string {
  const { setup, guards, vars, environment, systems, tags, terminals } = scenario;
  const checks = scenario.tasks.map((task) => [task.checks, task.guards]);
  const texts = files
    .filter(({ path: [part] }) => part === 'setup' || part === 'environment')
    .map(({ text }) => text);
  const machines = [machinesOf(environment), environment.hosts];
  const fields = [setup, guards, vars, checks, systems, tags, terminals, machines];
  // Escaped quotes and backslashes would hide a name.
  return [...fields.map((field) => JSON.stringify(field).replaceAll('\\', '')), ...texts].join('\n');
}

const firms =
  /\b(alibaba|amazon|cloudflare|facebook|google|ibm|meta|microsoft|netflix|oracle|paypal|salesforce|siemens|spotify|tesla|uber|walmart)\b/gi;

/** Stories play at nobody's firm. */
export const noFirmIsNamed: Adviser = ({ scenario, story }) => [
  ...[...story.matchAll(firms)].map(
    ({ 0: name, index }): Advice => ({
      rule: 'names',
      file: 'story.md',
      at: { offset: index },
      message: told(name),
    }),
  ),
  ...promptsAndTitles(scenario).flatMap(({ path, text }) =>
    [...text.matchAll(firms)].map(({ 0: name }) => atField('names', path, told(name), name)),
  ),
];

const told = (name: string): string => `${name} is a real firm; choose a plain name`;

function promptsAndTitles(scenario: Scenario): { path: (string | number)[]; text: string }[] {
  return [
    { path: ['title'], text: scenario.title },
    { path: ['summary'], text: scenario.summary },
    ...scenario.tasks.flatMap(({ title, prompt }, i) => [
      { path: ['tasks', i, 'title'], text: title },
      { path: ['tasks', i, 'prompt'], text: prompt },
    ]),
  ];
}
