import { PlatformClient } from '../server/cli/platform-client.ts';
import type { ServerRecord } from '../server/cli/server-record.ts';
import { startServer } from '../server/cli/start-server.ts';
import { stopServer } from '../server/cli/stop-server.ts';
import type { Config } from '../server/config.ts';

/** A server of the bench's own, with these settings, for as long as `use` takes. */
export async function withServer(
  config: Config,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
  use: (client: PlatformClient, server: ServerRecord) => Promise<void>,
): Promise<void> {
  Object.assign(process.env, { CKSLAB_STATE_DIR: config.stateDir, ...env });
  const server = await startServer(config, signal);
  try {
    await use(await PlatformClient.enter(config.stateDir, server), server);
  } finally {
    await stopServer(config.stateDir, server, AbortSignal.timeout(60_000));
  }
}
