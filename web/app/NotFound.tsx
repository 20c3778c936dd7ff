import { LinkButton } from '../ui/Button.tsx';
import css from './Frame.module.css';

export function NotFound() {
  return (
    <div className={css['lone']}>
      <title>Not found · CKS Lab</title>
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or the page it named is gone.</p>
      <LinkButton to="/" look="primary">
        See all scenarios
      </LinkButton>
    </div>
  );
}
