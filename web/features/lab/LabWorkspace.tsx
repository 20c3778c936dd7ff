import { lazy, Suspense } from 'react';
import type { LabDetail } from '#contract/api.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import type { TerminalSet } from '../terminal/terminal-set.ts';
import css from './Lab.module.css';
import { LabFailed } from './LabFailed.tsx';
import { LabStarting } from './LabStarting.tsx';

const TerminalDeck = lazy(async () => ({
  default: (await import('../terminal/TerminalDeck.tsx')).TerminalDeck,
}));

/** The right side: terminals once the lab is ready, before that how far it is. */
export function LabWorkspace({
  detail,
  set,
  extras,
  maximised,
  onMaximise,
}: {
  detail: LabDetail;
  set: TerminalSet;
  extras: DeckExtras;
  maximised: boolean;
  onMaximise: (() => void) | undefined;
}) {
  const { lab, scenario } = detail;
  switch (lab.state) {
    case 'ready':
      return (
        <section className={css['workspace']} aria-label="Terminals">
          <Suspense fallback={<Waiting />}>
            <TerminalDeck lab={lab} set={set} extras={extras} maximised={maximised} onMaximise={onMaximise} />
          </Suspense>
        </section>
      );
    case 'failed':
      return <LabFailed lab={lab} />;
    case 'requested':
    case 'preparing':
    case 'resetting':
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
