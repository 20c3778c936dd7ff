import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import type { Finding } from '#contract/doctor.ts';
import { doctorQuery } from '../../api/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import { type Mark, VerdictMark } from '../../ui/VerdictMark.tsx';
import { count, when } from '../../ui/words.ts';
import css from './SetupPage.module.css';

const marks: Readonly<Record<Finding['mark'], [Mark, string]>> = {
  bad: ['fail', 'stops labs'],
  warn: ['unknown', 'limits labs'],
  ok: ['pass', 'fine'],
};
const order: readonly Finding['mark'][] = ['bad', 'warn', 'ok'];

/** What the machine has and lacks, the worst first, each with what to do. The same as `ckslab doctor`. */
export function DoctorSection() {
  const query = useQuery(doctorQuery);
  return (
    <section className={css['section']} aria-labelledby="doctor">
      <div className={css['head']}>
        <h2 id="doctor">Doctor</h2>
        <Button
          small
          busy={query.isFetching}
          onClick={() => void query.refetch()}
          icon={<RefreshCw size={13} aria-hidden="true" />}
        >
          Look again
        </Button>
      </div>
      <Loaded query={query} loading={<Skeleton label="Loading the doctor" rows={[40, 40, 40]} />}>
        {({ findings, at }) => (
          <>
            <p className={css['note']}>
              {summary(findings)} Looked at {when(at)}.
            </p>
            <ul className={css['images']}>
              {order
                .flatMap((mark) => findings.filter((finding) => finding.mark === mark))
                .map((finding) => (
                  <FindingRow key={finding.fact} finding={finding} />
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}

function summary(findings: readonly Finding[]): string {
  const bad = findings.filter(({ mark }) => mark === 'bad').length;
  const warn = findings.filter(({ mark }) => mark === 'warn').length;
  if (bad > 0) return `${count(bad, 'finding')} ${bad === 1 ? 'stops' : 'stop'} labs from working.`;
  if (warn > 0) return `Labs work; ${count(warn, 'finding')} ${warn === 1 ? 'limits' : 'limit'} them.`;
  return 'Everything that labs need is there.';
}

function FindingRow({ finding }: { finding: Finding }) {
  const [mark, words] = marks[finding.mark];
  return (
    <li className={css['finding']} data-mark={finding.mark}>
      <VerdictMark mark={mark} words={words} />
      <div>
        <p>{finding.fact.charAt(0).toUpperCase() + finding.fact.slice(1)}</p>
        {finding.remedy === undefined || finding.mark === 'ok' ? null : (
          <p className={css['note']}>
            <Ticked text={finding.remedy} />
          </p>
        )}
      </div>
    </li>
  );
}
