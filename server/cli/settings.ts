import { InvalidArgumentError } from 'commander';
import { type Config, readConfig } from '../config.ts';

const defaultPort = '3939';

/** The server's settings as this command line sees them: its options win over the environment. */
export function readSettings(options: { port?: number | undefined; host?: string | undefined } = {}): Config {
  const { CKSLAB_DEBUG: _, ...env } = process.env;
  const port = options.port === undefined ? {} : { CKSLAB_PORT: String(options.port) };
  const host = options.host === undefined ? {} : { CKSLAB_HOST: options.host };
  return readConfig({ CKSLAB_PORT: defaultPort, ...env, ...port, ...host });
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('Write a number between 1 and 65535.');
}
