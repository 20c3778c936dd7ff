import { Clock3, Server, SquareTerminal } from 'lucide-react';
import { Link } from 'react-router';
import type { ScenarioSummary } from '#contract/api.ts';
import { Difficulty } from '../../ui/Difficulty.tsx';
import { Score } from '../../ui/Score.tsx';
import { type Mark, VerdictMark } from '../../ui/VerdictMark.tsx';
import { points } from '../../ui/words.ts';
import css from './CataloguePage.module.css';
import { type ScenarioState, stateOf } from './filter-scenarios.ts';
import { StateRing } from './StateRing.tsx';

const marks: Readonly<Record<ScenarioState, [Mark, string]>> = {
  untried: ['none', 'Not tried'],
  begun: ['running', 'Begun'],
  solved: ['pass', 'Solved'],
};

export function ScenarioRow({ scenario }: { scenario: ScenarioSummary }) {
  const state = stateOf(scenario);
  const [mark, words] = marks[state];
  const blocked = scenario.blocked.map((block) => block.needs).join(', ');
  return (
    <li className={css['row']} data-blocked={blocked !== '' || undefined}>
      {state === 'begun' ? (
        <StateRing share={(scenario.best ?? 0) / scenario.points} words={words} />
      ) : (
        <VerdictMark mark={mark} words={words} />
      )}
      <div className={css['what']}>
        <Link to={`/scenarios/${scenario.id}`} className={css['title']} lang={scenario.language}>
          {scenario.title}
        </Link>
        <p className={css['summary']} lang={scenario.language}>
          {scenario.summary}
        </p>
        <p className={css['systems']}>
          {scenario.systems.join(' · ')}
          {blocked === '' ? null : <span className={css['needs']}>needs {blocked}</span>}
          {scenario.waitsFor.length === 0 ? null : <span className={css['waits']}>image being built</span>}
        </p>
      </div>
      <span className={css['environment']}>
        {scenario.environment === 'host' ? (
          <SquareTerminal size={14} aria-hidden="true" />
        ) : (
          <Server size={14} aria-hidden="true" />
        )}
        {scenario.environment === 'host' ? 'Host' : 'Cluster'}
      </span>
      <Difficulty level={scenario.difficulty} />
      <span className={css['minutes']}>
        <Clock3 size={13} aria-hidden="true" />
        {scenario.minutes} min
      </span>
      <span className={css['points']}>
        {scenario.best === undefined ? (
          `${points(scenario.points)} points`
        ) : (
          <Score earned={scenario.best} possible={scenario.points} />
        )}
      </span>
    </li>
  );
}
