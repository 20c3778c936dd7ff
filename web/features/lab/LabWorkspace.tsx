import { lazy, Suspense } from 'react';
import type { LabDetail } from '#contract/api.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { fontLoaded } from '../../ui/font-loaded.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { familyOf } from '../terminal/terminal-fonts.ts';
import type { TerminalSet } from '../terminal/terminal-set.ts';
import { readSettings } from '../terminal/terminal-settings.ts';
import css from './Lab.module.css';
import { LabFailed } from './LabFailed.tsx';
import { LabPaused } from './LabPaused.tsx';
import { LabStarting } from './LabStarting.tsx';

const TerminalDeck = lazy(async () => {
  const [{ TerminalDeck: Deck }] = await Promise.all([
    import('../terminal/TerminalDeck.tsx'),
    fontLoaded(familyOf(readSettings().font)),
  ]);
  return { default: Deck };
});

/** The right side: terminals once the lab is ready, before that how far it is. */
export function LabWorkspace({
  detail,
  set,
  zen,
  onZen,
  extras,
}: {
  detail: LabDetail;
  set: TerminalSet;
  zen: boolean;
  onZen: (() => void) | undefined;
  /** What others add to the terminals. */
  extras: DeckExtras;
}) {
  const { lab, scenario } = detail;
  switch (lab.state) {
    case 'ready':
      return (
        <section className={css['workspace']} aria-label="Terminals">
          <Suspense fallback={<Waiting />}>
            <TerminalDeck lab={lab} set={set} zen={zen} onZen={onZen} extras={extras} />
          </Suspense>
        </section>
      );
    case 'failed':
      return <LabFailed lab={lab} />;
    case 'paused':
      return <LabPaused lab={lab} />;
    case 'requested':
    case 'preparing':
    case 'resetting':
    case 'pausing':
    case 'resuming':
    case 'restoring':
    case 'stopping':
      return <LabStarting lab={lab} scenario={scenario} />;
    case 'gone':
      return (
        <section className={css['calm']} aria-label="Lab">
          <Empty
            title="This lab has been stopped"
            action={
              <div className={css['ways']}>
                <LinkButton to={`/scenarios/${lab.scenario}`} look="primary">
                  Back to the scenario
                </LinkButton>
                <LinkButton to={`/attempts/${lab.attempt}/replay`}>Watch the replay</LinkButton>
              </div>
            }
          >
            Its points are kept in your history.
          </Empty>
        </section>
      );
  }
}

function Waiting() {
  return (
    <div className={css['calm']}>
      <Skeleton label="Loading the terminals" rows={[24, 200]} />
    </div>
  );
}
