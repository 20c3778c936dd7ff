import type { ImageState, ImageStatus } from '#contract/api.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PhaseList } from '../../ui/PhaseList.tsx';
import { type Mark, VerdictMark } from '../../ui/VerdictMark.tsx';
import { bytes } from '../../ui/words.ts';
import css from './SetupPage.module.css';

const looks: Readonly<Record<ImageState, [Mark, string]>> = {
  missing: ['none', 'Not built'],
  waiting: ['none', 'Waits for its turn'],
  building: ['running', 'Being built'],
  ready: ['pass', 'Ready'],
  failed: ['fail', 'Failed'],
};

export function ImageRow({ image }: { image: ImageStatus }) {
  const [mark, words] = looks[image.state];
  const open = image.state === 'building' || image.state === 'failed';
  return (
    <li className={css['image']}>
      <div className={css['line']}>
        <VerdictMark mark={mark} words="" />
        <div className={css['what']}>
          <h3>{image.name}</h3>
          <p className={css['note']}>{image.purpose}</p>
          <p className={css['ref']}>{image.ref}</p>
        </div>
        <span className={css['size']}>{image.sizeBytes === undefined ? '' : bytes(image.sizeBytes)}</span>
        <span className={css['state']} data-state={image.state}>
          {words}
        </span>
      </div>
      {image.problem === undefined ? null : (
        <div className={css['problem']}>
          <ProblemNotice problem={image.problem} />
        </div>
      )}
      {image.steps.length === 0 ? null : (
        <details className={css['steps']} open={open}>
          <summary>Steps of the build</summary>
          <PhaseList steps={image.steps} label={`Steps of building ${image.name}`} />
        </details>
      )}
    </li>
  );
}
