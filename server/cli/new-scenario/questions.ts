import { Slug } from '#contract/ids.ts';
import type { Curriculum } from '#contract/scenario/curriculum.ts';
import { Domain } from '#contract/scenario/scenario.ts';
import type { NewScenario } from '#adapters/fs/new-scenario.ts';
import { Fault } from '#domain/fault.ts';

export type Name = 'id' | 'title' | 'domain' | 'competency' | 'kind' | 'minutes';
export type Answers = { readonly [N in Name]?: string };
/** Asks a person; undefined where there is none. */
export type Ask = ((question: string) => Promise<string>) | undefined;

/** Everything that has to be decided, in the order in which a person is asked. */
export const questions: readonly { name: Name; flag: string; about: string; usual?: string }[] = [
  { name: 'title', flag: 'text', about: 'what the catalogue shows' },
  { name: 'domain', flag: 'domain', about: `part of the exam: ${Domain.options.join(', ')}` },
  { name: 'competency', flag: 'id', about: 'what is practised, for example CS1' },
  { name: 'id', flag: 'id', about: 'name of the folder, for example cs30-my-topic' },
  { name: 'kind', flag: 'kind', about: 'cluster or host', usual: 'cluster' },
  { name: 'minutes', flag: 'number', about: 'time for the learner, 5 to 30', usual: '10' },
];

interface Asked {
  readonly given: Answers;
  readonly curriculum: Curriculum;
  readonly ask: Ask;
  /** Is there a scenario with this id? */
  readonly taken: (id: string) => boolean;
}

type Texts = Record<Name, string>;

/**
 * The answers, from options and, where a person can be asked, from that person, who is asked again after a mistake.
 * @throws Fault `request.invalid` that names every option that is missing or wrong.
 */
export async function checkedAnswers({ given, curriculum, ask, taken }: Asked): Promise<NewScenario> {
  const texts: Partial<Texts> = {};
  const faults: string[] = [];
  for (const question of questions) {
    const { name, usual } = question;
    const fault = (text: string): string | undefined => faultOf(name, text, { curriculum, taken, texts });
    const first = given[name];
    const text = ask === undefined ? (first ?? usual) : await answerOf(question, first, fault, ask);
    const wrong = text === undefined ? 'is missing' : fault(text);
    if (wrong !== undefined) faults.push(`--${name}: ${wrong}`);
    texts[name] = text ?? '';
  }
  if (faults.length > 0) throw invalid(faults);
  const { kind, domain, minutes, ...rest } = texts as Texts;
  return {
    ...rest,
    domain: Domain.parse(domain),
    kind: kind === 'host' ? 'host' : 'cluster',
    minutes: Number(minutes),
  };
}

/** Asks until the answer is a sound one. */
async function answerOf(
  { about, usual }: (typeof questions)[number],
  first: string | undefined,
  fault: (text: string) => string | undefined,
  ask: NonNullable<Ask>,
): Promise<string> {
  for (let text = first; ; ) {
    const why = text === undefined ? undefined : fault(text);
    if (text !== undefined && why === undefined) return text;
    const before = why === undefined ? '' : `${why}\n`;
    const answer = (await ask(`${before}${about}${usual === undefined ? '' : ` [${usual}]`}: `)).trim();
    text = answer === '' ? (usual ?? '') : answer;
  }
}

interface Known {
  readonly curriculum: Curriculum;
  readonly taken: (id: string) => boolean;
  readonly texts: Partial<Texts>;
}

function faultOf(name: Name, text: string, { curriculum, taken, texts }: Known): string | undefined {
  switch (name) {
    case 'title':
      return text.trim() === '' ? 'write a title' : undefined;
    case 'domain':
      return Domain.safeParse(text).success ? undefined : `choose one of ${Domain.options.join(', ')}`;
    case 'competency': {
      const domain = curriculum.domains.find(({ id }) => id === texts.domain);
      // Without a domain there is nothing to compare with, and its own fault says enough.
      if (domain === undefined || domain.competencies.some(({ id }) => id === text)) return undefined;
      const all = domain.competencies.map(({ id, title }) => `${id} (${title})`);
      return `the domain ${domain.id} has ${all.join(', ')}`;
    }
    case 'id':
      if (!Slug.safeParse(text).success) return 'use lower case letters, digits and hyphens';
      return taken(text) ? `there is a scenario ${text} already` : undefined;
    case 'kind':
      return text === 'cluster' || text === 'host' ? undefined : 'write cluster or host';
    case 'minutes':
      return /^\d+$/.test(text) && Number(text) >= 5 && Number(text) <= 30
        ? undefined
        : 'write a number between 5 and 30';
  }
}

const invalid = (faults: readonly string[]): Fault =>
  new Fault('request.invalid', `The scenario cannot be written:\n${faults.join('\n')}`, {
    remedy: 'Give the named options, or run the command on a terminal, where it asks.',
  });
