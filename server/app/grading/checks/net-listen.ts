import type { Answer, Question } from '#contract/observer.ts';
import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';

type Socket = Exclude<
  Answer<Extract<Question, { kind: 'listeners' }>>,
  { kind: 'unknown' }
>['sockets'][number];

/** The sockets that listen on a machine, as its kernel tells. */
export const netListen: CheckModule<'net.listen', readonly Socket[]> = {
  type: 'net.listen',
  deadlineMs: () => 15_000,

  expected(check) {
    return rules(check)
      .map(({ port, say }) => `${say} port ${port}`)
      .join(', ');
  },

  async observe({ on }, { observer, lab, signal }) {
    const probe = `on ${on}: the sockets that listen`;
    const answer = await observer.ask(lab, on, { kind: 'listeners', netns: 'machine' }, signal);
    return answer.kind === 'unknown' ? unknown(answer.reason, probe) : seen(answer.sockets, probe);
  },

  judge(check, sockets) {
    const judged = rules(check).map(({ port, holds }) => {
      const on = sockets.filter((socket) => socket.port === port);
      const where = [...new Set(on.map(({ address }) => address))];
      return { ok: holds(on), found: on.length === 0 ? `nothing on ${port}` : `${port} on ${listed(where)}` };
    });
    return { ok: judged.every(({ ok }) => ok), found: judged.map(({ found }) => found).join(', ') };
  },
};

function rules({ absent = [], present = [], loopbackOnly = [] }: CheckOf<'net.listen'>) {
  const rule = (say: string, holds: (on: readonly Socket[]) => boolean) => (port: number | string) => ({
    port: Number(port),
    say,
    holds,
  });
  return [
    ...absent.map(rule('nothing listens on', (on) => on.length === 0)),
    ...present.map(rule('something listens on', (on) => on.length > 0)),
    ...loopbackOnly.map(
      rule('only the machine itself reaches', (on) => on.length > 0 && on.every(isLoopback)),
    ),
  ];
}

function isLoopback({ address }: Socket): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.');
}
