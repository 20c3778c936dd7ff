import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { Link } from 'react-router';
import type { LabView } from '#contract/lab.ts';
import { useWatchedLabs } from '../../api/live.tsx';
import { catalogueQuery, labsQuery } from '../../api/queries.ts';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayOf, sentence, span } from '../../ui/words.ts';
import { labWords } from '../lab/lab-words.ts';
import { RestButton } from '../lab/RestButton.tsx';
import css from './CataloguePage.module.css';

/** Labs that are there already, one click away. */
export function ContinueList() {
  const { data: labs = [] } = useQuery(labsQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const open = labs.filter((lab) => lab.state !== 'gone').sort((a, b) => b.createdAt - a.createdAt);
  useWatchedLabs(open.map((lab) => lab.id));
  if (open.length === 0) return null;
  const title = (id: string): string =>
    catalogue?.scenarios.find((scenario) => scenario.id === id)?.title ?? sentence(id);
  return (
    <section className={css['continue']} aria-labelledby="continue">
      <h2 id="continue">Continue</h2>
      <ul>
        {open.map((lab) => (
          <ContinueRow key={lab.id} lab={lab} title={title(lab.scenario)} />
        ))}
      </ul>
    </section>
  );
}

function ContinueRow({ lab, title }: { lab: LabView; title: string }) {
  const now = useNow(15_000);
  const { mark, words } = labWords(lab.state);
  return (
    <li className={css['goRow']}>
      <Link to={`/labs/${lab.id}`} className={css['go']}>
        <VerdictMark mark={mark} words="" />
        <span className={css['goTitle']}>{title}</span>
        <span className={css['goState']}>
          {words}
          {lab.queue === undefined ? '' : `, place ${lab.queue.place} of ${lab.queue.of}`}
          {lab.readyAt === undefined || lab.state !== 'ready'
            ? ''
            : ` for ${span(now - lab.readyAt - (lab.pausedMs ?? 0))}`}
          {lab.state !== 'paused' || lab.keptUntil === undefined
            ? ''
            : `, kept until ${dayOf(lab.keptUntil)}`}
        </span>
        <ArrowRight size={16} aria-hidden="true" />
      </Link>
      {lab.state === 'ready' || lab.state === 'paused' ? <RestButton lab={lab} of={title} /> : null}
    </li>
  );
}
