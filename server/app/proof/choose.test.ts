import { expect, test } from 'vitest';
import { workshopScenario } from '../../testing/proof-workshop.ts';
import { chooseChanged, chooseForTests, type Choice } from './choose.ts';

const all = ['cs01-a', 'cs02-b', 'cs03-c', 'cs04-d'].map((id) => workshopScenario(id));
const core = ['cs03-c', 'cs09-not-there'];
const packs = ['scenarios', 'packs/more'];
const since = (...files: string[]) => ({ changes: { since: 'main', files }, core, packs });
const ids = ({ chosen }: Choice): string[] => chosen.map(({ scenario }) => scenario.id);

test('a scenario is chosen when one of its files changed, in whichever pack it lies', () => {
  const choice = chooseChanged(
    all,
    since(
      'scenarios/cluster-setup/cs02-b/wrong/x.sh',
      'packs/more/runtime/cs04-d/scenario.yaml',
      'README.md',
    ),
  );
  expect(ids(choice)).toEqual(['cs02-b', 'cs04-d']);
  expect(choice.leftOut).toEqual([
    { scenario: 'cs01-a', why: 'unchanged since main' },
    { scenario: 'cs03-c', why: 'unchanged since main' },
  ]);
});

test('files of a pack that belong to no scenario choose none', () => {
  expect(
    ids(chooseChanged(all, since('scenarios/curriculum.yaml', 'scenarios/cluster-setup/README'))),
  ).toEqual([]);
});

test.each([
  'server/app/grading/look.ts',
  'server/app/setup/run-setup.ts',
  'server/domain/grading/score.ts',
  'server/contract/scenario/parts.ts',
  'labs/images/images.yaml',
])('a change of %s brings the core set', (file) => {
  expect(ids(chooseChanged(all, since(file)))).toEqual(['cs03-c']);
});

test('a test beside the shared code does not', () => {
  expect(ids(chooseChanged(all, since('server/domain/grading/score.test.ts')))).toEqual([]);
});

test('a run of all tests proves what changed, then the core set', () => {
  const choice = chooseForTests(all, since('scenarios/x/cs04-d/task.md'));
  expect(ids(choice)).toEqual(['cs04-d', 'cs03-c']);
  expect(choice.leftOut.map(({ why }) => why)).toEqual([
    'unchanged since main, and not in the core set',
    'unchanged since main, and not in the core set',
  ]);
});

test('where nothing tells what changed, a run of all tests begins with the core set and leaves nothing out', () => {
  const choice = chooseForTests(all, { changes: undefined, core, packs });
  expect(ids(choice)).toEqual(['cs03-c', 'cs01-a', 'cs02-b', 'cs04-d']);
  expect(choice.leftOut).toEqual([]);
});
