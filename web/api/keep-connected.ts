interface Reconnecting {
  /** Whether the socket already tries again by itself. */
  readonly active: boolean;
  connect(): unknown;
  on(event: 'disconnect' | 'connect_error', listener: () => void): unknown;
}

/**
 * Connects again also where socket.io would give up: when the server closed the socket or refused it at the door.
 * Ends with the returned function.
 */
export function keepConnected(socket: Reconnecting, pauseMs = 1500): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    clearTimeout(timer);
    if (ended || socket.active) return;
    timer = setTimeout(() => socket.connect(), pauseMs);
  };
  socket.on('disconnect', again);
  socket.on('connect_error', again);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
