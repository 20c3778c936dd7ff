import type { Choice } from '../choose.ts';
import type { ScenarioProof } from '../prove-scenario.ts';
import { html, type Html } from './html.ts';
import { moment, type Page, page, seconds } from './page.ts';
import { pageName, scenarioPage } from './scenario-page.ts';

/** A report of proofs as files of one folder: an index and a page for each scenario, which need nothing else. */
export function reportPages(proofs: readonly ScenarioProof[], leftOut: Choice['leftOut']): Page[] {
  return [{ name: 'index.html', content: indexPage(proofs, leftOut) }, ...proofs.map(scenarioPage)];
}

function indexPage(proofs: readonly ScenarioProof[], leftOut: Choice['leftOut']): string {
  const failed = proofs.filter(({ ok }) => !ok).length;
  const outcome = `${proofs.length - failed} proved, ${failed} not proved, ${leftOut.length} left out`;
  const began = Math.min(...proofs.map(({ startedAt }) => startedAt));
  const body = html`<header>
<h1>Proofs of scenarios</h1>
<p>${outcome}</p>
<p class="soft">${proofs.length === 0 ? '' : moment(began)}</p>
</header>
<main>
${proofs.length === 0 ? '' : table(proofs)}
${leftOut.length === 0 ? '' : leftOutSection(leftOut)}
</main>`;
  return page(`Proofs: ${outcome}`, body);
}

function table(proofs: readonly ScenarioProof[]): Html {
  const rows = proofs.map(({ scenario, title, ok, trials, labs, startedAt, endedAt }) => {
    const failed = trials.filter(({ faults }) => faults.length > 0).length;
    const outcome = ok ? 'proved' : `${failed} of ${trials.length} trials failed`;
    return html`<tr>
<th scope="row"><a href="${pageName(scenario)}">${scenario}</a><br>${title}</th>
<td class="${ok ? 'pass' : 'fail'}">${outcome}</td>
<td class="number">${trials.length}</td>
<td class="number">${labs}</td>
<td class="number">${seconds(endedAt - startedAt)}</td>
</tr>`;
  });
  return html`<section><div class="table"><table>
<thead><tr><th scope="col">Scenario</th><th scope="col">Outcome</th><th scope="col" class="number">Trials</th><th scope="col" class="number">Labs</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${rows}
</tbody>
</table></div></section>`;
}

function leftOutSection(leftOut: Choice['leftOut']): Html {
  return html`<section>
<h2>Left out</h2>
<ul>
${leftOut.map(({ scenario, why }) => html`<li><code>${scenario}</code>: ${why}</li>`)}
</ul>
</section>`;
}
