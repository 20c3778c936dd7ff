import { useQuery } from '@tanstack/react-query';
import type { SystemView } from '#contract/api.ts';
import { systemQuery } from '../../api/queries.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { bytes, count } from '../../ui/words.ts';
import { DoctorSection } from './DoctorSection.tsx';
import { ImageRow } from './ImageRow.tsx';
import css from './SetupPage.module.css';

export function SetupPage() {
  const query = useQuery(systemQuery);
  return (
    <>
      <title>Setup · CKS Lab</title>
      <PageHead title="Setup">What labs run on, and the images that they are made from.</PageHead>
      <Loaded query={query} loading={<Skeleton label="Loading the setup" rows={[24, 96, 64, 64, 64]} />}>
        {(system) => (
          <>
            <Machine system={system} />
            <DoctorSection />
            <Images system={system} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Machine({ system }: { system: SystemView }) {
  const { engine, machine } = system;
  const facts: [string, string][] = [
    ['Docker', engine.reachable ? (engine.version ?? 'answers') : 'does not answer'],
    ['Processor', count(machine.cores, 'core')],
    ['Memory', bytes(machine.memoryBytes)],
    ['Free disk', bytes(machine.freeDiskBytes)],
    ['CKS Lab', system.version],
  ];
  return (
    <section className={css['section']} aria-labelledby="machine">
      <h2 id="machine">Machine</h2>
      {engine.problem === undefined ? null : <ProblemNotice problem={engine.problem} />}
      <dl className={css['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={css['fact']}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Images({ system }: { system: SystemView }) {
  const { images } = system;
  const ready = images.filter((image) => image.state === 'ready').length;
  const size = images.reduce((total, image) => total + (image.sizeBytes ?? 0), 0);
  return (
    <section className={css['section']} aria-labelledby="images">
      <div className={css['head']}>
        <h2 id="images">Images</h2>
        <p className={css['note']}>
          {ready} of {images.length} ready, {bytes(size)} on disk
        </p>
      </div>
      {images.length === 0 ? (
        <Empty title="No images are declared">The folder labs/images of the installation is empty.</Empty>
      ) : (
        <ul className={css['images']}>
          {images.map((image) => (
            <ImageRow key={image.name} image={image} />
          ))}
        </ul>
      )}
    </section>
  );
}
