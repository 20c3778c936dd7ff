import { expect, test } from 'vitest';
import type { ScenarioProof } from '../prove-scenario.ts';
import type { Trial } from '../trial.ts';
import { html } from './html.ts';
import { reportPages } from './report-pages.ts';

const nasty = `<script>alert("x")</script> & 'quoted' \u0007 end`;

const trial: Trial = {
  name: 'wrong half',
  faults: [`check plain passes: ${nasty}`],
  notes: ['alive does not fail, it is unknown: gone'],
  earned: 4,
  possible: 10,
  open: [
    {
      check: 'plain',
      title: nasty,
      role: 'guard',
      verdict: 'unknown',
      points: 0,
      possible: 4,
      expected: 'port is "closed"',
      found: nasty,
      tookMs: 1234,
    },
  ],
  tookMs: 61_000,
};
const proof: ScenarioProof = {
  scenario: 'cs01-sample',
  title: nasty,
  ok: false,
  trials: [trial, { name: 'untouched', faults: [], notes: [], open: [], tookMs: 500 }],
  labs: 3,
  startedAt: Date.UTC(2026, 0, 2, 3, 4),
  endedAt: Date.UTC(2026, 0, 2, 3, 5),
};
const pages = reportPages([proof], [{ scenario: 'cs02-other', why: `unchanged since ${nasty}` }]);
const [index, own] = pages.map(({ content }) => content);

/** Elements that are opened and closed in order; fails on one that is not. */
function balanced(markup: string): string[] {
  const alone = new Set(['meta', 'br', '!doctype']);
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, slash, name = ''] of markup.matchAll(/<(\/?)([!a-z0-9]+)[^>]*>/g)) {
    if (alone.has(name)) continue;
    if (slash === '/') expect(open.pop()).toBe(name);
    else open.push(name);
    seen.push(name);
  }
  expect(open).toEqual([]);
  return seen;
}

test('a report has an index and a page for each scenario, linked both ways', () => {
  expect(pages.map(({ name }) => name)).toEqual(['index.html', 'cs01-sample.html']);
  expect(index).toContain('<a href="cs01-sample.html">cs01-sample</a>');
  expect(own).toContain('<a href="index.html">');
});

test('a scenario page tells trials, points, times, and what did not pass with expected and found', () => {
  for (const text of ['wrong half', '4 of 10 points, 61.0 s', 'not as promised', '1.2 s', 'guard']) {
    expect(own).toContain(text);
  }
  expect(own).toContain('<td class="unknown">unknown</td>');
  expect(own).toContain('<td class="text">port is &quot;closed&quot;</td>');
  expect(own).toContain('2026-01-02 03:04 UTC');
});

test('the index tells outcomes, and what was left out and why', () => {
  expect(index).toContain('0 proved, 1 not proved, 1 left out');
  expect(index).toContain('1 of 2 trials failed');
  expect(index).toContain('<code>cs02-other</code>: unchanged since');
});

test.each(pages.map(({ name, content }) => ({ name, content })))(
  '$name escapes whatever came from outside, runs no script and loads nothing',
  ({ content }) => {
    expect(balanced(content)).not.toContain('script');
    expect(content).not.toMatch(/<script|javascript:|\son\w+=|<(link|img|iframe)|https?:/i);
    expect(content).toContain(
      '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;quoted&#39; � end',
    );
    expect(content).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  },
);

test('pages are light or dark as the reader prefers', () => {
  for (const { content } of pages) expect(content).toContain('color-scheme: light dark');
});

test('a report of nothing is a page as well', () => {
  const [only, ...others] = reportPages([], []);
  expect(others).toEqual([]);
  expect(only?.content).toContain('0 proved, 0 not proved, 0 left out');
  balanced(only?.content ?? '');
});

test('markup inside of markup is kept, text is not', () => {
  expect(html`<p class="${'a"b'}">${html`<b>${'<i>'}</b>`}${[html`1`, html`2`]}${3}</p>`.text).toBe(
    '<p class="a&quot;b"><b>&lt;i&gt;</b>1\n23</p>',
  );
});
