import { useRouteError } from 'react-router';
import { problemOf } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemNotice } from '../ui/Notice.tsx';
import css from './Frame.module.css';

/** A page that broke. The frame around it, and all labs, go on. */
export function PageFault() {
  const error = useRouteError();
  return (
    <div className={css['lone']}>
      <title>Fault · CKS Lab</title>
      <h1>This page could not be shown</h1>
      <ProblemNotice
        problem={problemOf(error)}
        actions={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
      />
    </div>
  );
}
