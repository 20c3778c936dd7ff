import type { CheckOf } from '#contract/scenario/checks.ts';
import { listed } from '#domain/grading/words.ts';
import { missing, seen } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { readEtcd, type Stored } from '../etcd.ts';
import { notFound } from '../not-found.ts';

type Check = CheckOf<'etcd.value'>;

const told = 3;

/** Values as they lie in etcd, past the API server, which would decrypt them. What they hold is never shown. */
export const etcdValue: CheckModule<'etcd.value', readonly Stored[]> = {
  type: 'etcd.value',
  deadlineMs: () => 30_000,

  expected(check) {
    const words = [
      check.provider &&
        (check.provider === 'identity' ? 'not encrypted' : `encrypted with ${check.provider}`),
      check.keyName && `by the key ${check.keyName}`,
      check.notContains.length > 0 && 'not readable as it is',
    ].filter((part) => typeof part === 'string');
    return `${whichWords(check)} is ${listed(words)}`;
  },

  async observe(check, scene) {
    const { key = '', everyKeyUnder } = check;
    const prefix = everyKeyUnder !== undefined;
    const at = everyKeyUnder ?? key;
    const probe = `on ${check.on}: etcdctl get ${at}${prefix ? ' --prefix' : ''}`;
    const stored = await readEtcd(check.on, { key: at, prefix }, scene);
    if (stored.kind !== 'found') return notFound(stored, probe);
    if (stored.value.length > 0) return seen(stored.value, probe);
    return missing(prefix ? `there is nothing under ${at}` : `there is no ${at}`, probe);
  },

  judge(check, values) {
    const faults = values.flatMap((value) => faultsOf(check, value).map((fault) => `${value.key} ${fault}`));
    if (faults.length === 0) return { ok: true, found: `${values.length} of ${values.length} as expected` };
    const rest = faults.length > told ? `; and ${faults.length - told} more` : '';
    return { ok: false, found: faults.slice(0, told).join('; ') + rest };
  },
};

function whichWords({ key, everyKeyUnder }: Check): string {
  return everyKeyUnder === undefined ? `the value of ${key}` : `every value under ${everyKeyUnder}`;
}

function faultsOf({ provider, keyName, notContains }: Check, { value }: Stored): string[] {
  const faults: string[] = [];
  // The head is text also before encrypted bytes.
  const head = /^k8s:enc:([^:]+):v\d+:([^:]*):/.exec(value.subarray(0, 256).toString('latin1'));
  const is = head?.[1] ?? 'identity';
  if (provider !== undefined && is !== provider) {
    faults.push(is === 'identity' ? 'is not encrypted' : `is encrypted with ${is}`);
  }
  if (keyName !== undefined && head !== null && head[2] !== keyName) {
    faults.push(`is encrypted by the key ${head[2]}`);
  }
  if (keyName !== undefined && head === null && provider === undefined) faults.push('is not encrypted');
  if (notContains.some((text) => value.includes(text))) faults.push('holds a text that must not be readable');
  return faults;
}
