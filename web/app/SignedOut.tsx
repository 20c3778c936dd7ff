import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/Code.tsx';
import { BrandMark } from './BrandMark.tsx';
import css from './Frame.module.css';

export function SignedOut() {
  return (
    <main className={css['lone']}>
      <title>Signed out · CKS Lab</title>
      <BrandMark />
      <h1>This browser is signed out</h1>
      <p>Run this where CKS Lab is installed, then open the address that it prints.</p>
      <CodeBlock text="./ckslab status" />
      <p>Labs that are running keep running meanwhile.</p>
      <Button onClick={() => window.location.assign('/')}>Try again</Button>
    </main>
  );
}
