import type { ScenarioPreview } from '#contract/preview.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { points } from '../../ui/words.ts';
import css from './PreviewPage.module.css';

/** What learners never see: how the tasks are solved, and how they are not. */
export function Answers({ preview }: { preview: ScenarioPreview }) {
  return (
    <>
      <section aria-labelledby="solutions">
        <h2 id="solutions">Solutions</h2>
        {preview.solutions.map(({ id, on, user, text }) => (
          <Script key={id} title={id} note={`on ${on}, as ${user}`} text={text} />
        ))}
      </section>
      <section aria-labelledby="wrong">
        <h2 id="wrong">Wrong answers</h2>
        {preview.wrong.map(({ id, say, mustFail, maxPoints, text }) => (
          <Script
            key={id}
            title={say}
            note={`at most ${points(maxPoints)} points; fails ${mustFail.join(', ')}`}
            text={text}
          />
        ))}
      </section>
      <section aria-labelledby="explain">
        <h2 id="explain">Explanation</h2>
        <Markdown text={preview.explain} />
      </section>
    </>
  );
}

function Script({ title, note, text }: { title: string; note: string; text: string }) {
  return (
    <details className={css['script']}>
      <summary>
        {title} <span className={css['note']}>{note}</span>
      </summary>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
