import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PackView, ScenarioDetail } from '#contract/api.ts';
import { Difficulty } from '../../ui/Difficulty.tsx';
import { Score } from '../../ui/Score.tsx';
import { count, docName } from '../../ui/words.ts';
import css from './ScenarioPage.module.css';
import { StartBox } from './StartBox.tsx';

export function ScenarioAside({ scenario }: { scenario: ScenarioDetail }) {
  return (
    <aside className={css['aside']} aria-label="About this scenario">
      <StartBox scenario={scenario} />
      <dl className={css['facts']}>
        <Fact name="Environment">
          {scenario.environment === 'host' ? 'Docker host' : 'Kubernetes cluster'}
        </Fact>
        <Fact name="Time">{scenario.minutes} min</Fact>
        <Fact name="Points">{count(scenario.points, 'point')}</Fact>
        <Fact name="Difficulty">
          <Difficulty level={scenario.difficulty} />
        </Fact>
        {scenario.best === undefined ? null : (
          <Fact name="Your best">
            <Score earned={scenario.best} possible={scenario.points} />
          </Fact>
        )}
        <Fact name="Systems">{scenario.systems.join(', ')}</Fact>
        <Fact name={scenario.competencies.length === 1 ? 'Competency' : 'Competencies'}>
          {scenario.competencies.map(({ id, title }) => (
            <p key={id}>{title}</p>
          ))}
        </Fact>
        {scenario.tags.length === 0 ? null : <Fact name="Tags">{scenario.tags.join(', ')}</Fact>}
        <PackFacts pack={scenario.pack} />
      </dl>
      {scenario.docs.length === 0 ? null : (
        <section aria-labelledby="docs">
          <h2 id="docs">Documentation</h2>
          <ul className={css['docs']}>
            {scenario.docs.map((doc) => (
              <li key={doc.url}>
                <a href={doc.url} target="_blank" rel="noreferrer">
                  {docName(doc.url)}
                  <ExternalLink size={12} aria-hidden="true" />
                </a>
                {doc.allowedInExam ? <span className={css['note']}>allowed in the exam</span> : null}
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

function PackFacts({ pack }: { pack: PackView }) {
  const name = `${pack.name} ${pack.version}`;
  return (
    <>
      <Fact name="Pack">
        {pack.homepage === undefined ? (
          name
        ) : (
          <a href={pack.homepage} target="_blank" rel="noreferrer">
            {name}
          </a>
        )}
        {pack.note === undefined ? null : <p className={css['note']}>{pack.note}</p>}
      </Fact>
      <Fact name="Licence">{pack.licence}</Fact>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
