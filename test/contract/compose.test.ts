import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AttemptView } from '#contract/api.ts';
import { GradeReport } from '#contract/grading.ts';
import { LabView } from '#contract/lab.ts';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { freePort } from '#adapters/kind/free-port.ts';
import { readConfig } from '../../server/config.ts';
import { builtKind } from './built-kind.ts';
import { builtImage, docker, settled, TrialMachine } from './image-trial.ts';
import { unstopped } from './trial-world.ts';

// The service of docker-compose.yml, made as Compose makes it. Its image is built where a registry has the public ones that it stands
// on; here one of our own, which has what the Dockerfile installs, takes its place, with this repository and the settings of the
// Dockerfile.

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const state = `trial-compose-${randomUUID().slice(0, 8)}`;
/** Of a host and of a cluster: what the server reaches by the engine alone, and what it reaches over the network as well. */
const scenarios = ['cs18-tls-handshake', 'cs01-netpol-two-tiers'];

const Compose = z.object({
  services: z.object({
    platform: z.strictObject({
      build: z.literal('.'),
      image: z.string(),
      init: z.boolean(),
      restart: z.string(),
      network_mode: z.string(),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.string()),
    }),
  }),
});

/** What the Dockerfile says of containers: their settings, where they work and what they run. */
async function imageSettings() {
  const lines = (await readFile(`${root}/Dockerfile`, 'utf8')).split('\n');
  const all = (word: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const [folder = ''] = all('WORKDIR');
  const env = all('ENV')
    .flatMap((line) => line.split(' '))
    .filter((one) => one.startsWith('CKSLAB_'));
  return { folder, env, cmd: z.array(z.string()).parse(JSON.parse(all('CMD')[0] ?? '')) };
}

let machine: TrialMachine;
let origin: string;
let cookie = '';
let owner = '';

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const { services } = Compose.parse(parse(await readFile(`${root}/docker-compose.yml`, 'utf8')));
  const { init, restart, network_mode, environment, volumes } = services.platform;
  const image = await imageSettings();
  const node = dirname(process.execPath);
  // The image has Go, and the volume what it has built.
  await builtKind();
  const tools = join(readConfig({ ...process.env }).cacheDir, 'tools');
  const go = (await execa('go', ['env', 'GOROOT'])).stdout;
  const filled = (text: string) => text.replace('${CKSLAB_PORT:-3939}', String(port));
  machine = await TrialMachine.start(await builtImage('workstation'), {
    Entrypoint: [],
    Cmd: image.cmd,
    User: '0:0',
    WorkingDir: image.folder,
    Env: [
      ...image.env,
      ...Object.entries(environment).map(([name, value]) => `${name}=${filled(value)}`),
      `PATH=${node}:/usr/local/go/bin:/usr/bin:/bin`,
      // They are there; what of them is missing is not for this test to build.
      'CKSLAB_BUILD_IMAGES=false',
      'CKSLAB_SERVICE_PORT=0',
      // A lab that is stopped would be made again, for whoever starts next.
      'CKSLAB_WARM_LABS=0',
    ],
    HostConfig: {
      Init: init,
      RestartPolicy: { Name: restart },
      NetworkMode: network_mode,
      Binds: [
        ...volumes.map((volume) => volume.replace(/^state:/, `${state}:`)),
        `${root}:${image.folder}:ro`,
        `${node}:${node}:ro`,
        `${go}:/usr/local/go:ro`,
        `${tools}:/var/lib/cks-lab/cache/tools:ro`,
      ],
    },
  });
});
afterAll(async () => {
  if (owner !== '') {
    const machines = new DockerMachines(new Engine(), owner);
    for (const { lab } of await machines.seen(unstopped())) await machines.destroy(lab, unstopped());
  }
  await machine?.remove();
  await docker.getVolume(state).remove();
});

const run = (script: string) => machine.run(['/bin/sh', '-c', script]);

async function enter(): Promise<void> {
  // As the comment in docker-compose.yml says.
  const asked = () =>
    run('node server/cli/main.ts status').catch(() => ({ exit: 1, output: 'no container' }));
  const status = await settled(asked, ({ exit }) => exit === 0);
  const address = /http:\/\/\S+\/enter\?token=[\w-]+/.exec(status.output)?.[0];
  if (address === undefined) throw new Error(`status printed no address: ${status.output}`);
  expect(address).toContain(origin);
  const answer = await fetch(address, { redirect: 'manual' });
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: { cookie, 'x-cks-lab': '1', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.json();
}
const labs = async () => z.array(LabView).parse(await ask('GET', '/api/labs'));

test.each(scenarios)(
  'the container starts a lab of %s, grades it, resets it and ends it',
  async (scenario) => {
    await enter();
    owner = (await run('cat "$CKSLAB_STATE_DIR/installation"')).output.trim();
    const { id } = LabView.parse(await ask('POST', '/api/labs', { scenario }));
    const came = () => settled(labs, ([lab]) => lab?.state === 'ready' || lab?.state === 'failed', 240_000);
    expect(await came()).toMatchObject([{ id, state: 'ready' }]);
    const report = GradeReport.parse(await ask('POST', `/api/labs/${id}/gradings`, {}));
    expect(report).toMatchObject({ lab: id, earned: 0 });
    expect(report.checks.map(({ verdict }) => verdict)).not.toContain('unknown');
    expect(LabView.parse(await ask('POST', `/api/labs/${id}/reset`))).toMatchObject({ state: 'resetting' });
    expect(await came()).toMatchObject([{ id, state: 'ready' }]);
    await ask('DELETE', `/api/labs/${id}`);
    expect(await settled(labs, (all) => all.length === 0)).toEqual([]);
    const filters = { label: [`cks-lab/owner=${owner}`] };
    expect(await docker.listContainers({ all: true, filters })).toEqual([]);
  },
);

test('its history outlives the container, which ends when it is told to', async () => {
  await machine.container.stop({ t: 30 });
  const { State } = await machine.container.inspect();
  expect(State.ExitCode).toBe(0);
  await machine.container.start();
  await enter();
  const attempts = z.array(AttemptView).parse(await ask('GET', '/api/attempts'));
  expect(attempts).toMatchObject([...scenarios].reverse().map((scenario) => ({ scenario })));
});
