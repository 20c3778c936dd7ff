import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import type { WatchToClient, WatchToServer } from '#contract/events.ts';
import { WatchedLab, WatchOver } from '#contract/watching.ts';
import { keepConnected } from '../../api/keep-connected.ts';
import { watchedQuery } from '../../api/watching.ts';

/** The line of a guest: open while the lab is shown. It keeps what is known of the lab new, and hears when it is over. */
export function useWatchSocket(onOver: (why: WatchOver) => void): {
  socket: Socket<WatchToClient, WatchToServer>;
  connected: boolean;
} {
  const cache = useQueryClient();
  const [connected, setConnected] = useState(false);
  const [socket] = useState(
    (): Socket<WatchToClient, WatchToServer> =>
      io('/watch', { transports: ['websocket'], forceNew: true, autoConnect: false }),
  );
  const over = useEffectEvent(onOver);
  // Connects something outside of React.
  useEffect(() => {
    const stopTrying = keepConnected(socket);
    const onConnect = (): void => setConnected(true);
    const onDisconnect = (): void => setConnected(false);
    const onChanged = (lab: unknown): void => {
      const parsed = WatchedLab.safeParse(lab);
      if (parsed.success) cache.setQueryData(watchedQuery.queryKey, parsed.data);
    };
    const onEnd = (why: unknown): void => {
      stopTrying();
      over(WatchOver.safeParse(why).data ?? 'ended');
    };
    // A refusal at the door says no reason that can be trusted; the API says whether the invitation holds.
    const onRefused = (): void => void cache.resetQueries({ queryKey: watchedQuery.queryKey });
    socket.on('connect', onConnect);
    socket.on('disconnect', onDisconnect);
    socket.on('watch.changed', onChanged);
    socket.on('watch.over', onEnd);
    socket.on('connect_error', onRefused);
    socket.connect();
    return () => {
      stopTrying();
      socket.off();
      socket.disconnect();
    };
  }, [socket, cache]);
  return { socket, connected };
}
