import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-700.css';
import '@fontsource/inconsolata/latin-400.css';
import '@fontsource/inconsolata/latin-700.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-700.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { keepConnected } from './api/keep-connected.ts';
import { LabsLink, type LabsSocket } from './api/labs-link.ts';
import { LineWatch } from './api/line-state.ts';
import { type Live, LiveContext } from './api/live.tsx';
import { createQueryClient } from './api/queries.ts';
import { SignedOutFlag } from './api/signed-out.ts';
import { reloadForLostParts } from './app/lost-parts.ts';
import { createRouter, watchPath } from './app/router.tsx';

// The content security policy forbids code made from strings, which zod would otherwise try.
z.config({ jitless: true });

const router = createRouter();
reloadForLostParts({
  events: window,
  storage: sessionStorage,
  now: Date.now,
  // Whoever was on the way to another page arrives there.
  reload: () => {
    const { location } = router.state.navigation;
    if (location === undefined) window.location.reload();
    else window.location.assign(`${location.pathname}${location.search}${location.hash}`);
  },
});
const signedOut = new SignedOutFlag();
const cache = createQueryClient(signedOut.raise);
// A guest who watches has a line of its own and is refused at this one.
const isGuest = window.location.pathname === watchPath;
const socket: LabsSocket = io('/labs', { transports: ['websocket'], autoConnect: !isGuest });
const live: Live = { labs: new LabsLink(socket, cache), line: new LineWatch(socket), signedOut };
const stopTrying = isGuest ? () => undefined : keepConnected(socket);
signedOut.subscribe(() => {
  stopTrying();
  socket.disconnect();
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <LiveContext value={live}>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LiveContext>
  </StrictMode>,
);
