import { type Express, json } from 'express';
import { AttemptId, ShellId } from '#contract/ids.ts';
import { RecordingSetting, RecordingView } from '#contract/recording.ts';
import { gradeReport } from './fake-labs.ts';
import { attempts } from './fake-records.ts';

const prompt = (name: string, sign = '$') => `\u001b[1;32m${name}\u001b[0m:\u001b[1;34m~\u001b[0m${sign} `;
const learner = prompt('learner@workstation');
const root = prompt('root@control-plane', '#');

type Said = readonly [seconds: number, kind: 'o' | 'r' | 'm', data: string];

/** Typed letter by letter, as a learner does. */
const typed = (from: number, text: string): Said[] =>
  [...Array.from(text), '\r\n'].map((key, at) => [from + at * 0.08, 'o', key]);

const workstation: Said[] = [
  [1, 'o', learner],
  ...typed(2, 'k -n shop get pods'),
  [
    4,
    'o',
    `\u001b[1mNAME                   READY   STATUS    RESTARTS   AGE\u001b[0m\r\napi-6d5f9c7b8-2xk4q    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\ndb-0                   1/1     \u001b[32mRunning\u001b[0m   0          12m\r\nweb-7c9d8f6b5-qv8zn    1/1     \u001b[32mRunning\u001b[0m   0          12m\r\n${learner}`,
  ],
  ...typed(9, 'vim deny.yaml'),
  [11, 'o', '\u001b[?1049h\u001b[H\u001b[2J'],
  [
    12,
    'o',
    '\u001b[36mapiVersion\u001b[0m: networking.k8s.io/v1\r\n\u001b[36mkind\u001b[0m: NetworkPolicy\r\n\u001b[36mmetadata\u001b[0m:\r\n  \u001b[36mname\u001b[0m: default-deny\r\n  \u001b[36mnamespace\u001b[0m: shop\r\n\u001b[36mspec\u001b[0m:\r\n  \u001b[36mpodSelector\u001b[0m: {}\r\n  \u001b[36mpolicyTypes\u001b[0m: [Ingress, Egress]\r\n',
  ],
  [40, 'o', '\u001b[?1049l'],
  [40.1, 'o', learner],
  ...typed(42, 'k apply -f deny.yaml'),
  [44, 'o', `networkpolicy.networking.k8s.io/default-deny \u001b[32mcreated\u001b[0m\r\n${learner}`],
  [70, 'm', 'check: 2 of 10 points'],
  ...typed(150, 'k -n shop get netpol'),
  [152, 'o', `NAME           POD-SELECTOR   AGE\r\ndefault-deny   <none>         108s\r\n${learner}`],
  // So little after the rest that a slider which stops at a whole step would not show it.
  [170.02, 'o', 'logout\r\n'],
];

const controlPlane: Said[] = [
  [90, 'o', root],
  ...typed(92, 'crictl ps --name api'),
  [
    94,
    'o',
    `CONTAINER       STATE     NAME   POD\r\n8c1d2e3f4a5b6   \u001b[32mRunning\u001b[0m   api    api-6d5f9c7b8-2xk4q\r\n${root}`,
  ],
];

const [one, other] = [ShellId.parse('sh-aaaaaaaaaaaa'), ShellId.parse('sh-bbbbbbbbbbbb')];
export const recorded = AttemptId.parse('att-bbbbbbbbbbbb');
const of = attempts.find(({ id }) => id === recorded);
const start = Math.floor((of?.startedAt ?? 0) / 1000) * 1000;
const at = (seconds: number): number => start + seconds * 1000;

const cast = (title: string, said: readonly Said[]): string =>
  [
    { version: 2, width: 96, height: 28, timestamp: start / 1000, title },
    ...said.toSorted((a, b) => a[0] - b[0]),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

const casts = new Map([
  [one, cast('learner@workstation', workstation)],
  [other, cast('root@cp', controlPlane)],
]);
const bytesOf = (shell: ShellId): number => casts.get(shell)?.length ?? 0;

const view: RecordingView = RecordingView.parse({
  attempt: recorded,
  scenario: of?.scenario,
  title: of?.title,
  tasks: of?.tasks.map(({ task, title }) => ({ task, title })),
  startedAt: start,
  endedAt: of?.endedAt,
  bytes: 412_300,
  shells: [
    { shell: one, terminal: 'workstation', user: 'learner', openedAt: at(1), bytes: bytesOf(one) },
    { shell: other, terminal: 'cp', user: 'root', openedAt: at(90), bytes: bytesOf(other) },
  ],
  moments: [
    { kind: 'opened', at: at(1), shell: one, terminal: 'workstation', user: 'learner' },
    { kind: 'check', at: at(70), report: gradeReport('lab-dddddddd', 'run-aaaaaaaaaaaa', undefined) },
    { kind: 'hint', at: at(84), task: 'web-to-api', index: 0 },
    { kind: 'opened', at: at(90), shell: other, terminal: 'cp', user: 'root' },
    { kind: 'reset', at: at(120) },
    { kind: 'check', at: at(170), report: gradeReport('lab-dddddddd', 'run-bbbbbbbbbbbb', 'deny-all') },
  ],
});

/** The part of the stand-in that keeps recordings: one, of one attempt. */
export function fakeRecordings(app: Express): void {
  let kept = true;
  let on = true;
  const setting = () =>
    RecordingSetting.parse({
      allowed: true,
      on,
      withInput: false,
      usedBytes: kept ? 12_700_000 : 0,
      limitBytes: 1024 ** 3,
    });
  app.get('/api/recording-setting', (_, response) => void response.json(setting()));
  app.put('/api/recording-setting', json(), (request, response) => {
    on = (request.body as { on: boolean }).on;
    response.json(setting());
  });
  app.get('/api/recordings', (_, response) => {
    response.json(kept ? [{ attempt: recorded, bytes: 412_300, shells: 2 }] : []);
  });
  app.delete(['/api/recordings', '/api/recordings/:attempt'], (_, response) => {
    kept = false;
    response.json(null);
  });
  app.get('/api/recordings/:attempt', (request, response) => {
    if (kept && request.params.attempt === recorded) response.json(view);
    else {
      const problem = { code: 'recording.not-found', message: 'There is none.', remedy: 'Go back.' };
      response.status(404).json({ problem });
    }
  });
  app.get('/api/recordings/:attempt/:shell', (request, response) => {
    response.type('text').send(casts.get(ShellId.parse(request.params.shell)) ?? '');
  });
}
