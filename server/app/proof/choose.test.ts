import { expect, test } from 'vitest';
import { workshopScenario } from '../../testing/proof-workshop.ts';
import { brokenOnes, chooseChanged, chooseForTests, type Choice, faultsOfChanged } from './choose.ts';

const all = ['cs01-a', 'cs02-b', 'cs03-c', 'cs04-d'].map((id) => workshopScenario(id));
const core = ['cs03-c', 'cs09-not-there'];
const packs = ['scenarios', 'packs/more'];
const since = (...files: string[]) => ({ changes: { since: 'main', files }, core, packs, outside: [] });
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

test('texts around the tasks choose none', () => {
  const folder = 'scenarios/cluster-setup/cs02-b';
  const texts = ['story.md', 'explain.md', 'i18n/de/story.md'].map((file) => `${folder}/${file}`);
  expect(ids(chooseChanged(all, since(...texts)))).toEqual([]);
  expect(ids(chooseChanged(all, since(...texts, `${folder}/solution/story.md`)))).toEqual(['cs02-b']);
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
  const choice = chooseForTests(all, { changes: undefined, core, packs, outside: [] });
  expect(ids(choice)).toEqual(['cs03-c', 'cs01-a', 'cs02-b', 'cs04-d']);
  expect(choice.leftOut).toEqual([]);
});

test('of a pack elsewhere nobody says that it is unchanged', () => {
  const parts = { ...since('scenarios/x/cs02-b/task.md'), outside: ['cs01-a'] };
  const why = 'in a pack outside of this repository, of which nothing tells what changed';
  expect(chooseChanged(all, parts).leftOut[0]).toEqual({ scenario: 'cs01-a', why });
  expect(chooseForTests(all, parts).leftOut[0]).toEqual({ scenario: 'cs01-a', why });
});

const fault = (file: string) => ({ file, message: 'no YAML' });
const own = fault('scenarios/cluster-setup/cs07-x/scenario.yaml');
const more = fault('/repo/packs/more/cluster-setup/cs08-y/story.md');
const whole = fault('/repo/packs/more/pack.yaml');
const away = fault('/elsewhere/cluster-setup/cs07-x/scenario.yaml');

test('a broken scenario counts when it would be chosen, a broken pack of the repository always', () => {
  const told = (...files: string[]) =>
    faultsOfChanged([own, more, whole, away], { ...since(...files), root: '/repo' });
  expect(told()).toEqual([whole]);
  expect(told('scenarios/cluster-setup/cs07-x/check.sh')).toEqual([own, whole]);
  expect(told('packs/more/cluster-setup/cs08-y/story.md')).toEqual([more, whole]);
});

test('a broken scenario of the core set counts when something changed that all rest on', () => {
  const parts = { ...since('labs/images/images.yaml'), core: ['cs07-x'], root: '/repo' };
  expect(faultsOfChanged([own, more], parts)).toEqual([own]);
});

test('a scenario that is there in spite of a fault is not one of the broken', () => {
  const faults = [own, own, whole, fault('scenarios/cluster-setup/cs01-a/i18n/de/story.md')];
  expect(brokenOnes(faults, all)).toEqual([{ scenario: 'cs07-x', why: 'with faults in the files' }]);
});
