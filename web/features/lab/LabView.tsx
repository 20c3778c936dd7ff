import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LabDetail } from '#contract/api.ts';
import { problemOf } from '../../api/client.ts';
import { useGrade } from '../../api/lab-actions.ts';
import { liveRunQuery } from '../../api/queries.ts';
import { TerminalContext } from '../../ui/Code.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { type Shown, Splitter } from '../../ui/Splitter.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { TerminalSet } from '../terminal/terminal-set.ts';
import css from './Lab.module.css';
import { IdleNotice } from './IdleNotice.tsx';
import { LabTopBar } from './LabTopBar.tsx';
import { LabWorkspace } from './LabWorkspace.tsx';
import { NarrowTabs } from './NarrowTabs.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TaskPanel } from './TaskPanel.tsx';
import { TaskStrip } from './TaskStrip.tsx';
import { useLabTools } from './use-lab-tools.tsx';
import { useLabShortcuts } from './use-lab-shortcuts.ts';

/** The screen of a lab: what is asked on the left, where it is done on the right. */
export function LabView({ detail }: { detail: LabDetail }) {
  const { lab, scenario } = detail;
  const live = useQuery(liveRunQuery(lab.id)).data ?? null;
  const [set] = useState(() => new TerminalSet());
  const [wideShown, setWideShown] = useState<Shown>('both');
  const [narrowShown, setNarrowShown] = useState<Shown>('left');
  const [wantsZen, setZen] = useState(false);
  const narrow = useMedia('(max-width: 899px)');
  const grade = useGrade(lab.id);
  const ready = lab.state === 'ready';
  // A lab that is reset or stops shows how far it is; zen comes back with the terminals.
  const zen = wantsZen && ready;
  const grading = grade.isPending || live !== null;

  const check = (task?: string): void => {
    if (ready && !grading) grade.mutate(task);
  };
  const inTerminal = (act: () => void): void => {
    if (narrow) setNarrowShown('right');
    act();
  };
  const terminal = {
    type: (text: string) => inTerminal(() => set.type(text)),
    run: (text: string) => inTerminal(() => set.run(text)),
  };
  const maximise = (): void => setWideShown(wideShown === 'both' ? 'left' : 'both');
  const shown = zen ? 'right' : narrow ? narrowShown : wideShown;
  const help = useLabTools(detail, set, () => inTerminal(() => undefined));
  const shortcuts = useLabShortcuts({ set, onCheck: () => check() });

  return (
    <TerminalContext value={ready && detail.allows.run ? terminal : undefined}>
      <title>{`${scenario.title} · CKS Lab`}</title>
      {zen ? (
        <h1 className={css['unseen']}>{scenario.title}</h1>
      ) : (
        <LabTopBar
          lab={lab}
          title={scenario.title}
          grading={grading}
          onCheck={() => check()}
          tools={help.tools}
        />
      )}
      {grade.isError ? (
        <div className={css['strip']}>
          <ProblemNotice problem={problemOf(grade.error)} onClose={grade.reset} />
        </div>
      ) : null}
      <IdleNotice lab={lab} />
      {narrow && !zen ? <NarrowTabs shown={narrowShown} onShow={setNarrowShown} /> : null}
      <Splitter
        label="Width of the tasks"
        storeAs="lab-split"
        shown={shown}
        left={
          <TaskPanel
            detail={detail}
            live={live}
            grading={grading}
            onCheck={check}
            maximised={wideShown === 'left'}
            onMaximise={narrow ? undefined : maximise}
          />
        }
        right={
          <LabWorkspace
            detail={detail}
            set={set}
            extras={help.extras}
            zen={zen}
            onZen={() => setZen(!wantsZen)}
          />
        }
      />
      {help.overlays}
      {zen ? (
        <TaskStrip
          detail={detail}
          live={live}
          grading={grading}
          onCheck={check}
          onLeave={() => setZen(false)}
          onTasks={() => {
            setZen(false);
            setNarrowShown('left');
            setWideShown('both');
          }}
        />
      ) : (
        <StatusBar lab={lab} scenario={scenario} set={set} shortcuts={shortcuts} />
      )}
    </TerminalContext>
  );
}
