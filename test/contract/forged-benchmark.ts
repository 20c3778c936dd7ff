import { beforeAll, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { rootShell, verdictsOf } from './root-shell.ts';
import type { TrialLook } from './trial-look.ts';
import type { TrialWorld } from './trial-world.ts';

interface ControlPlane {
  readonly lab: LabId;
  readonly world: TrialWorld;
  /** A grading of its own: what one has found of a file it does not look at again. */
  readonly grading: () => TrialLook;
}

const cfg = '/etc/kube-bench/cfg';
const benchmark = `${cfg}/cis-1.12`;
/** One that a fresh control plane passes, and one of which only a liar says so. */
const ofMaster = { type: 'cis', on: 'cp', benchmark: 'cis-1.12', targets: 'master' };
const [passes, wanted] = [
  { ...ofMaster, pass: ['1.2.6'] },
  { ...ofMaster, pass: ['1.1.12'] },
];
const stat = `printf '#!/bin/sh\\necho etcd:etcd\\n' >/root/stat; chmod +x /root/stat`;
/** The finding is that of a benchmark which asks for what is there. */
const lie = `sed 's/flag: "etcd:etcd"/flag: "root:root"/' ${benchmark}/master.yaml >/root/master.yaml`;

/** A learner is root on the control plane and would rather change the auditor than the settings. All of it is put back. */
export function aForgedBenchmark({ lab, world, grading }: ControlPlane): void {
  const cp = rootShell(world, lab, 'cp');
  const verdicts = (how: 'look' | 'once') => verdictsOf(grading(), how, [passes, wanted]);

  beforeAll(() => cp(`${stat}; ${lie}; cp -a ${cfg} /root/cfg`));

  test('has changed nothing: what kube-bench says is believed', async () => {
    expect(await verdicts('look')).toEqual(['pass', 'fail']);
  });

  test('has changed nothing: a benchmark that is no sound YAML is believed as well', async () => {
    const ofEtcd = { ...passes, targets: 'etcd', pass: ['2.1', '2.4'] };
    expect(await verdictsOf(grading(), 'look', [ofEtcd])).toEqual(['pass']);
  });

  test.each([
    [
      'the benchmark',
      `cat /root/master.yaml >${benchmark}/master.yaml`,
      `rm -r ${cfg}; cp -a /root/cfg ${cfg}`,
      'unknown',
    ],
    [
      'the benchmark, by a mount',
      `mount --bind /root/master.yaml ${benchmark}/master.yaml`,
      `umount ${benchmark}/master.yaml`,
      'unknown',
    ],
    [
      'a program that only the one audit calls',
      'cp -a /usr/bin/stat /root/stat.kept; cp --remove-destination /root/stat /usr/bin/stat',
      'cp -a --remove-destination /root/stat.kept /usr/bin/stat',
      'pass',
    ],
  ])('changes %s: kube-bench is not run', async (_, forge, undo, ofTheOther) => {
    await cp(forge);
    // The trick works for whoever does not see to it.
    expect(await cp('kube-bench run --benchmark cis-1.12 --targets master --check 1.1.12')).toContain(
      '[PASS] 1.1.12',
    );
    expect(await verdicts('once')).toEqual([ofTheOther, 'unknown']);
    await cp(undo);
    expect(await verdicts('look')).toEqual(['pass', 'fail']);
  });

  test.each([
    ['the settings of all benchmarks', `echo 'etcd: {}' >>${cfg}/config.yaml`],
    ['the settings of this benchmark', `echo 'etcd: {}' >>${benchmark}/config.yaml`],
    ['a benchmark into nothing', `rm ${benchmark}/master.yaml`],
  ])('changes %s: kube-bench is not run', async (_, forge) => {
    await cp(forge);
    expect(await verdicts('once')).toEqual(['unknown', 'unknown']);
    await cp(`rm -r ${cfg}; cp -a /root/cfg ${cfg}`);
    expect(await verdicts('look')).toEqual(['pass', 'fail']);
  });

  test('puts a folder in the place of the link to all programs: kube-bench is not run', async () => {
    await cp(`cp -as /usr/bin /root/bin; cp --remove-destination /root/stat /root/bin/ps
      /usr/bin/mv /bin /bin.kept; /usr/bin/ln -s /root/bin /bin`);
    expect(await verdicts('once')).toEqual(['unknown', 'unknown']);
    await cp('/usr/bin/rm /bin; /usr/bin/mv /bin.kept /bin');
    expect(await verdicts('look')).toEqual(['pass', 'fail']);
  });
}
