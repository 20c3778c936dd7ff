import type { CheckResult } from '#contract/grading.ts';
import type { ScenarioProof } from '../prove-scenario.ts';
import type { Trial } from '../trial.ts';
import { html, type Html } from './html.ts';
import { moment, type Page, page, seconds } from './page.ts';

/** The name of a scenario's page. An id is made of letters, digits and hyphens. */
export const pageName = (scenario: string): string => `${scenario}.html`;

/** Everything that was tried with one scenario. */
export function scenarioPage(proof: ScenarioProof): Page {
  const { scenario, title, ok, trials, labs, startedAt, endedAt } = proof;
  const body = html`<header>
<p><a href="index.html">All scenarios</a></p>
<h1>${title}</h1>
<p><code>${scenario}</code> <strong class="${ok ? 'pass' : 'fail'}">${ok ? 'proved' : 'not proved'}</strong></p>
<p class="soft">${trials.length} trials in ${labs} labs, ${seconds(endedAt - startedAt)}, ${moment(startedAt)}</p>
</header>
<main>
${trials.map(trialSection)}
</main>`;
  return { name: pageName(scenario), content: page(`${scenario}: ${ok ? 'proved' : 'not proved'}`, body) };
}

function trialSection({ name, faults, notes, earned, possible, open, tookMs }: Trial): Html {
  const ok = faults.length === 0;
  const points = earned === undefined ? '' : `${earned} of ${possible} points, `;
  return html`<section>
<h2><span class="${ok ? 'pass' : 'fail'}">${ok ? '✓ as promised' : '✗ not as promised'}</span> ${name}</h2>
<p class="soft">${points}${seconds(tookMs)}</p>
${list(faults, 'fail')}
${list(notes, 'unknown')}
${open.length === 0 ? '' : openTable(open)}
</section>`;
}

function list(lines: readonly string[], look: 'fail' | 'unknown'): Html {
  if (lines.length === 0) return html``;
  return html`<ul class="${look}">
${lines.map((line) => html`<li>${line}</li>`)}
</ul>`;
}

const words = { check: 'check', guard: 'guard', part: 'part of a group' };

function openTable(open: readonly CheckResult[]): Html {
  const rows = open.map(
    ({ check, title, role, verdict, expected, found, tookMs }) => html`<tr>
<th scope="row"><code>${check}</code><br>${title}</th>
<td>${words[role]}</td>
<td class="${verdict}">${verdict}</td>
<td class="text">${expected}</td>
<td class="text">${found}</td>
<td class="number">${seconds(tookMs)}</td>
</tr>`,
  );
  return html`<div class="table"><table>
<thead><tr><th scope="col">Did not pass</th><th scope="col">Role</th><th scope="col">Verdict</th><th scope="col">Expected</th><th scope="col">Found</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${rows}
</tbody>
</table></div>`;
}
