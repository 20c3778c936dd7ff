import { expect, test } from 'vitest';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import { type Answers, checkedAnswers } from './questions.ts';

const curriculum = Curriculum.parse({
  version: '1',
  domains: [
    { id: 'cluster-setup', title: 'Setup', weight: 60, competencies: [{ id: 'CS1', title: 'One' }] },
    { id: 'runtime', title: 'Runtime', weight: 40, competencies: [{ id: 'RS1', title: 'Two' }] },
  ],
});
const given: Answers = { id: 'cs30-door', title: 'A door', domain: 'cluster-setup', competency: 'CS1' };
const check = (answers: Answers, script?: string[], asked: string[] = []) =>
  checkedAnswers({
    given: answers,
    curriculum,
    taken: (id) => id === 'taken',
    ask:
      script &&
      (async (question) => {
        asked.push(question);
        return script.shift() ?? '';
      }),
  });

test('options alone are enough, and what is usual need not be said', async () => {
  expect(await check(given)).toEqual({ ...given, kind: 'cluster', minutes: 10 });
  expect(await check({ ...given, kind: 'host', minutes: '25' })).toMatchObject({ kind: 'host', minutes: 25 });
});

test('without a terminal every option that is missing or wrong is named at once', async () => {
  const faults = check({ ...given, title: ' ', id: 'taken', competency: 'RS1', kind: 'pod', minutes: '0' });
  await expect(faults).rejects.toThrow(
    /--title: .*\n--competency: .*CS1 \(One\)\n--id: there is a scenario.*\n--kind: .*\n--minutes: /,
  );
  await expect(check({})).rejects.toThrow('--title: is missing\n--domain: is missing');
});

test('on a terminal only what is missing is asked, and again after a mistake', async () => {
  const asked: string[] = [];
  const answers = await check(
    { ...given, domain: undefined as never },
    ['setup', 'cluster-setup', '', '15'],
    asked,
  );
  expect(answers).toEqual({ ...given, kind: 'cluster', minutes: 15 });
  expect(asked).toHaveLength(4);
  expect(asked[1]).toMatch(/^choose one of cluster-setup/);
});
