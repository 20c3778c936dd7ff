import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Outlet, ScrollRestoration, useLocation, useMatches } from 'react-router';
import { useLive } from '../api/live.tsx';
import { Announcer } from '../ui/Announcer.tsx';
import { cx } from '../ui/cx.ts';
import { SkipLink } from '../ui/SkipLink.tsx';
import css from './Frame.module.css';
import { Header } from './Header.tsx';
import { SignedOut } from './SignedOut.tsx';

/** What every page stands in: skip link, header, the page, and a voice for screen readers. */
export function Frame() {
  const { signedOut } = useLive();
  const out = useSyncExternalStore(signedOut.subscribe, signedOut.raised);
  const wide = useMatches().some((match) => (match.handle as { wide?: boolean } | undefined)?.wide === true);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shownPath = useRef(pathname);

  // A new page takes the focus, so that keyboard and screen reader begin there and not at the old link.
  useEffect(() => {
    if (shownPath.current !== pathname) main.current?.focus({ preventScroll: true });
    shownPath.current = pathname;
  }, [pathname]);

  if (out) return <SignedOut />;
  return (
    <>
      <SkipLink />
      {wide ? null : <Header />}
      <main id="main" ref={main} tabIndex={-1} className={cx(wide ? css['wide'] : css['page'])}>
        <Outlet />
      </main>
      <Announcer />
      <ScrollRestoration />
    </>
  );
}
