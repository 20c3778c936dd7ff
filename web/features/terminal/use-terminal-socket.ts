import { useEffect, useState } from 'react';
import { io } from 'socket.io-client';
import { keepConnected } from '../../api/keep-connected.ts';
import type { TerminalSocket } from './shell-link.ts';

/** The line to the shells, open for as long as the terminals are shown. */
export function useTerminalSocket(): TerminalSocket {
  const [socket] = useState(() =>
    io('/terminal', { transports: ['websocket'], forceNew: true, autoConnect: false }),
  );
  // Connects something outside of React.
  useEffect(() => {
    const stopTrying = keepConnected(socket);
    socket.connect();
    return () => {
      stopTrying();
      socket.disconnect();
    };
  }, [socket]);
  return socket;
}
