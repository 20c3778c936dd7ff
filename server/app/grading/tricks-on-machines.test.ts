import { describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { seenFile, sha256 } from '../../testing/changed-lab.ts';
import { TestLab } from '../../testing/test-lab.ts';

// What a learner could try so that a check passes without the work. None of it may gain anything.

describe('files that are none', () => {
  const answer = { type: 'answer', on: 'cp', file: '/answer', matches: '^right$' };
  const closed = { type: 'node.file', on: 'cp', path: '/conf', text: { notMatches: 'PermitRootLogin yes' } };

  test.each(['directory', 'other'] as const)('an answer that is a %s is no answer', async (type) => {
    const lab = new TestLab();
    lab.sees = () => ({ kind: 'file', exists: true, type });
    expect((await lab.look(answer)).verdict).toBe('fail');
  });

  test('a file with every answer that could be is no answer', async () => {
    const lab = new TestLab();
    lab.sees = () => seenFile('left\nright\nnone\n');
    expect((await lab.look(answer)).verdict).toBe('fail');
  });

  test('an answer at the beginning of a huge file is no answer', async () => {
    const lab = new TestLab();
    lab.sees = () => seenFile('right\n', `right\n${'wrong\n'.repeat(100)}`);
    expect((await lab.look(answer)).verdict).toBe('unknown');
  });

  test('what is forbidden may not stand behind more text than is read', async () => {
    const lab = new TestLab();
    lab.sees = () => seenFile('# padding\n', '# padding\nPermitRootLogin yes\n');
    expect((await lab.look(closed)).verdict).toBe('unknown');
    lab.sees = () => seenFile('# short\n');
    expect((await lab.look(closed)).verdict).toBe('pass');
  });

  test('bytes that are no text are not read as if they were', async () => {
    const lab = new TestLab();
    lab.sees = () => ({
      kind: 'file',
      exists: true,
      type: 'file',
      content: 'right\uFFFD',
      sha256: sha256('other'),
    });
    expect((await lab.look({ ...answer, matches: 'right' })).verdict).toBe('unknown');
  });
});

describe('lines that somebody pastes into a log', () => {
  const event = (name: string): string => `${JSON.stringify({ verb: 'get', name })}\n`;
  const log = { on: 'cp', path: '/var/log/audit.log' };
  const stimulate = [{ say: 'somebody reads a Secret', api: { path: '/api/v1/secrets/{{marker}}' } }];
  const audited = { type: 'log.events', log, format: 'json', stimulate, within: '2s' };
  const match = { cel: "self.verb == 'get' && self.name == marker" };

  /** A log that no server writes, and somebody who pastes a line into it whenever he can. */
  function pasted(line: (asked: string) => string): TestLab {
    const lab = new TestLab();
    let text = event('probeaaaaaaaaaaaa');
    let asked = '';
    lab.replies = ({ path }) => {
      asked = path;
      return { status: 404, text: '' };
    };
    lab.sees = (question) => {
      if (question.kind !== 'log') return { kind: 'unknown', reason: 'not asked' };
      const content = question.maxBytes === 0 ? '' : text.slice(question.from);
      const next = text.length;
      text += line(asked);
      return { kind: 'log', exists: true, next, content };
    };
    return lab;
  }

  test.each([
    ['an old line again', () => event('probebbbbbbbbbbbb')],
    ['a guess of the mark', () => event('probe')],
    ['a pattern in place of the mark', () => event('.*')],
    ['what is no JSON', () => 'get probeaaaaaaaaaaaa\n'],
  ])('do not count: %s', async (_, line) => {
    expect((await pasted(line).look({ ...audited, match })).verdict).toBe('fail');
  });

  test('do not count: what the grader did when it looked before', async () => {
    let last = '';
    const lab = pasted((asked) => {
      const before = last;
      last = asked.split('/').at(-1) ?? '';
      return before === last ? '' : event(before);
    });
    const [ids, deps] = [new CountingIds(), lab.deps.bind(lab)];
    lab.deps = () => ({ ...deps(), ids });
    for (const _ of [1, 2, 3]) expect((await lab.look({ ...audited, match })).verdict).toBe('fail');
    expect(last).toMatch(/^probe/);
  });

  // Who watches what the grader does, as root on its machine can, may know the mark while it counts: see 0009.
  test('count only where they say what the grader has just done, as a server would', async () => {
    const forged = pasted((asked) => event(asked.split('/').at(-1) ?? ''));
    expect((await forged.look({ ...audited, match })).verdict).toBe('pass');
  });
});

test('an observer that sees nothing makes nothing pass', async () => {
  const lab = new TestLab();
  lab.sees = () => ({ kind: 'unknown', reason: 'The observer of cp could not be asked' });
  const blind = [
    { type: 'node.file', on: 'cp', path: '/x', exists: false },
    { type: 'node.process', on: 'cp', name: 'telnetd', running: false },
    { type: 'net.listen', on: 'cp', absent: [23] },
    { type: 'answer', on: 'cp', file: '/answer', matches: '.' },
  ];
  for (const check of blind) expect((await lab.look(check)).verdict).toBe('unknown');
});
