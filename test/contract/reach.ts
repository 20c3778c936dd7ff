import { networkInterfaces } from 'node:os';

/** A script that says `open` where a connection is taken, and `closed` where it is refused or nobody answers in time. */
export const tried = (address: string, port: number): string =>
  `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/${port}' 2>/dev/null && echo open || echo closed`;

/** A script that takes connections on every address until it is ended. */
export const listening = (port: number): string =>
  `exec perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,6);setsockopt(S,SOL_SOCKET,SO_REUSEADDR,1);bind(S,sockaddr_in(${port},INADDR_ANY));listen(S,9);while(accept(C,S)){close C}# trial-listener'`;

/** A script that waits for such a listener of its own machine, and says `open`. */
export const untilListening = (port: number): string =>
  `for i in $(seq 50); do [ "$(${tried('127.0.0.1', port)})" = open ] && echo open && exit; read -rt 0.2 <> <(:); done; echo closed`;

/** A script that ends the listeners of a machine. */
export const endListening = "pkill -f '[t]rial-listener'; true";

/** The addresses under which this machine may be known to a lab. */
export const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address),
  );
