import type { Log } from '#ports/log.ts';

const mostLines = 20;

/** A log for one socket: a browser gone wild must not fill the disk with what it did wrong. */
export function sparingly(log: Log): Log {
  let lines = 0;
  return {
    info: (fields, text) => log.info(fields, text),
    warn: (fields, text) => {
      lines += 1;
      if (lines <= mostLines)
        log.warn(lines < mostLines ? fields : { ...fields, more: 'is not logged' }, text);
    },
    error: (fields, text) => log.error(fields, text),
  };
}
