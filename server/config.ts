import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { LanguageTag } from '#contract/scenario/translation.ts';
import { Fault } from '#domain/fault.ts';
import { type PackSource, parsePackSource } from '#domain/packs/pack-source.ts';

type Env = Readonly<Record<string, string | undefined>>;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const switched = z.enum(['1', '0', 'true', 'false']).transform((text) => text === '1' || text === 'true');
const path = z.string().startsWith('/', 'write an absolute path');
const packs = z.string().transform((text, context) => {
  const parsed = text
    .split(',')
    .flatMap((part) => (part.trim() === '' ? [] : [parsePackSource(part.trim())]));
  for (const fault of parsed)
    if (typeof fault === 'string') context.addIssue({ code: 'custom', message: fault });
  return parsed.filter((source) => typeof source !== 'string');
});
const loopback = z.enum(
  ['127.0.0.1', '::1', 'localhost'],
  'only this machine itself may reach the page. There are no accounts yet, and whoever uses labs is in effect root on the machine. Use 127.0.0.1; from elsewhere: ssh -L 3939:127.0.0.1:3939 THIS-MACHINE',
);

/** Every setting, under its environment variable. Nothing else in the server reads the environment for its own use. */
const settings = (home: string, env: Env) =>
  z.strictObject({
    CKSLAB_HOST: loopback.default('127.0.0.1').describe('Address to listen on'),
    CKSLAB_PORT: z.coerce.number().int().min(0).max(65_535).default(3939).describe('0: any free port'),
    CKSLAB_SERVICE_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(3940)
      .describe('Where services of labs are opened in the browser; 0, or one that is taken: any free port'),
    CKSLAB_STATE_DIR: path
      .default(join(env['XDG_STATE_HOME'] ?? join(home, '.local/state'), 'cks-lab'))
      .describe('Database and the token of the first visit'),
    CKSLAB_CACHE: path
      .default(join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'cks-lab'))
      .describe('Downloads and built programs; may be deleted at any time'),
    CKSLAB_PACKS: packs
      .default([])
      .describe('More packs of scenarios, separated by commas: folders, or git URLs with an optional #ref'),
    CKSLAB_WATCH: switched
      .optional()
      .describe('Read the scenarios again when one of their files changes; by default for authors only'),
    CKSLAB_LANGUAGE: LanguageTag.optional().describe(
      'Language of the scenarios; else what the browser asks for',
    ),
    CKSLAB_MAX_LABS: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(4)
      .describe('Labs that may run at once; more wait for their turn'),
    CKSLAB_LABS_PER_USER: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(8)
      .describe('Labs that one person may have, those that wait included'),
    CKSLAB_IDLE_MINUTES: z.coerce
      .number()
      .int()
      .min(0)
      .max(43_200)
      .default(240)
      .describe('A lab that nobody uses for so long is paused, after a warning; 0: never'),
    CKSLAB_PAUSED_DAYS: z.coerce
      .number()
      .int()
      .min(0)
      .max(365)
      .default(7)
      .describe('A paused lab is removed after so many days; 0: never'),
    CKSLAB_WARM_LABS: z.coerce
      .number()
      .int()
      .min(0)
      .max(10)
      .default(1)
      .describe('Labs that are kept ready for whoever starts next, where there is room; 0: none'),
    CKSLAB_WARM_MINUTES: z.coerce
      .number()
      .int()
      .min(1)
      .max(1440)
      .default(20)
      .describe('A lab is kept ready so long after the last sign that somebody may start it'),
    CKSLAB_WARM_PRESSURE: z.coerce
      .number()
      .min(0)
      .max(100)
      .default(40)
      .describe('Share of time, in percent, in which programs may wait for a processor when one is begun'),
    CKSLAB_LABS_AT_ONCE: z.coerce
      .number()
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('Labs that may start at once'),
    CKSLAB_START_SECONDS: z.coerce
      .number()
      .int()
      .min(10)
      .max(7200)
      .default(600)
      .describe('For one whole start'),
    CKSLAB_BUILD_IMAGES: flag.default(true).describe('Build missing images in the background'),
    CKSLAB_RECORDING: z
      .enum(['on', 'off', 'with-input'])
      .default('on')
      .describe('Record what terminals show; with-input: also every key that is typed'),
    CKSLAB_AUTHORING: z
      .enum(['0', '1'])
      .default('0')
      .transform((text) => text === '1')
      .describe('1: show authors the answers of scenarios on the page'),
    CKSLAB_EDITOR: switched.default(true).describe('0: no editor for files of labs in the page'),
    CKSLAB_NODE_BASE: z
      .enum(['auto', 'upstream', 'source'])
      .default('auto')
      .describe('Where nodes come from'),
    CKSLAB_CA_BUNDLE: path.optional().describe('Certificates to trust while images are built'),
    CKSLAB_METRICS_TOKEN: z
      .string()
      .min(16, 'write at least 16 characters')
      .optional()
      .describe('Lets programs from elsewhere read /metrics; without it only this machine may'),
    CKSLAB_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    CKSLAB_DEV_ORIGIN: z
      .string()
      .regex(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/, 'write http://localhost:<port>')
      .optional()
      .describe('A development server for the page that passes requests on'),
  });

/** Variables of the tool chain that share the prefix and mean nothing to the server. */
const elsewhere = new Set([
  'CKSLAB_CHROMIUM',
  'CKSLAB_DEV_SERVER',
  'CKSLAB_PROVE',
  'CKSLAB_PROVE_MINUTES',
  'CKSLAB_TEST_RUN',
]);

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly servicePort: number;
  readonly stateDir: string;
  readonly cacheDir: string;
  readonly packs: readonly PackSource[];
  readonly watch: boolean;
  readonly language: string | undefined;
  readonly maxLabs: number;
  readonly labsPerUser: number;
  readonly idleMinutes: number;
  readonly pausedDays: number;
  readonly warmLabs: number;
  readonly warmMinutes: number;
  readonly warmPressure: number;
  readonly labsAtOnce: number;
  readonly startSeconds: number;
  readonly buildImages: boolean;
  readonly recording: 'on' | 'off' | 'with-input';
  readonly authoring: boolean;
  readonly editor: boolean;
  readonly nodeBase: 'auto' | 'upstream' | 'source';
  readonly caBundle: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly devOrigin: string | undefined;
  readonly metricsToken: string | undefined;
  /** Where traces of starts are sent; undefined: nowhere. */
  readonly traceEndpoint: string | undefined;
}

/** Throws Fault `config.invalid` that names every wrong or unknown variable at once. */
export function readConfig(env: Env): Config {
  const own = Object.entries(env).filter(([name]) => name.startsWith('CKSLAB_') && !elsewhere.has(name));
  const given = Object.fromEntries(own.filter(([, value]) => value !== ''));
  const parsed = settings(homedir(), env).safeParse(given);
  if (!parsed.success) throw invalid(parsed.error);
  const c = parsed.data;
  return {
    host: c.CKSLAB_HOST,
    port: c.CKSLAB_PORT,
    servicePort: c.CKSLAB_SERVICE_PORT,
    stateDir: c.CKSLAB_STATE_DIR,
    cacheDir: c.CKSLAB_CACHE,
    packs: c.CKSLAB_PACKS,
    // Whoever writes scenarios wants to see what was saved.
    watch: c.CKSLAB_WATCH ?? c.CKSLAB_AUTHORING,
    language: c.CKSLAB_LANGUAGE,
    maxLabs: c.CKSLAB_MAX_LABS,
    labsPerUser: c.CKSLAB_LABS_PER_USER,
    idleMinutes: c.CKSLAB_IDLE_MINUTES,
    pausedDays: c.CKSLAB_PAUSED_DAYS,
    warmLabs: c.CKSLAB_WARM_LABS,
    warmMinutes: c.CKSLAB_WARM_MINUTES,
    warmPressure: c.CKSLAB_WARM_PRESSURE,
    labsAtOnce: c.CKSLAB_LABS_AT_ONCE,
    startSeconds: c.CKSLAB_START_SECONDS,
    buildImages: c.CKSLAB_BUILD_IMAGES,
    recording: c.CKSLAB_RECORDING,
    authoring: c.CKSLAB_AUTHORING,
    editor: c.CKSLAB_EDITOR,
    nodeBase: c.CKSLAB_NODE_BASE,
    caBundle: c.CKSLAB_CA_BUNDLE ?? env['SSL_CERT_FILE'],
    logLevel: c.CKSLAB_LOG_LEVEL,
    devOrigin: c.CKSLAB_DEV_ORIGIN,
    metricsToken: c.CKSLAB_METRICS_TOKEN,
    traceEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'] || undefined,
  };
}

function invalid(error: z.ZodError): Fault {
  const lines = error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: there is no such setting`;
    return `${issue.path.join('.')}: ${issue.message}`;
  });
  return new Fault('config.invalid', `Settings cannot be used:\n${lines.join('\n')}`, {
    remedy: 'Correct or remove the named environment variables.',
    cause: error,
  });
}
