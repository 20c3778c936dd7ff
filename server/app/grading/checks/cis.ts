import { z } from 'zod';
import { clip } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { benchmarks, trustBenchmark } from '../own-benchmark.ts';

// Where the node image has them: absolute, so that the learner's PATH and folder decide nothing, and not the script of the same name
// that starts the program: only what is named here is compared with the image.
const program = '/usr/local/lib/kube-bench/kube-bench';

const Report = z.object({
  Controls: z.array(
    z.object({
      tests: z.array(
        z.object({
          results: z.array(
            z.object({ test_number: z.string(), status: z.string(), actual_value: z.string().optional() }),
          ),
        }),
      ),
    }),
  ),
});

/** The status of each finding, by its id. */
type Findings = ReadonlyMap<string, { status: string; actual: string }>;

const lookMs = 60_000;

/** Findings of kube-bench, run where the learner can run it too. */
export const cis: CheckModule<'cis', Findings> = {
  type: 'cis',
  deadlineMs: () => lookMs + 5000,

  expected({ benchmark, pass }) {
    return `${benchmark} passes ${pass.join(', ')}`;
  },

  async observe(check, scene) {
    const { on, benchmark, targets, pass } = check;
    const { machines, lab, signal } = scene;
    await trustBenchmark(check, scene);
    const probe = `on ${on}: kube-bench run --benchmark ${benchmark} --targets ${targets} --check ${pass.join(',')}`;
    const what = ['run', '--benchmark', benchmark, '--targets', targets, '--check', pass.join(','), '--json'];
    const argv = [program, '--config-dir', benchmarks, '--config', `${benchmarks}/config.yaml`, ...what];
    const { exit, stdout, stderr } = await machines.exec(lab, on, argv, {
      signal,
      timeoutMs: lookMs,
      // kube-bench asks kubectl for the version, which would leave its cache on the node.
      env: { KUBECACHEDIR: '/dev/null' },
    });
    if (exit !== 0) return unknown(`kube-bench ended with ${exit}: ${clip(stderr || stdout, 200)}`, probe);
    const findings = parseFindings(stdout);
    return findings === undefined
      ? unknown('kube-bench gave no report that can be read', probe)
      : seen(findings, probe);
  },

  judge({ pass }, findings) {
    const faults = pass.flatMap((id) => {
      const finding = findings.get(id);
      if (finding === undefined) return [`${id} is not part of the report`];
      if (finding.status === 'PASS') return [];
      return [`${id} is ${finding.status}${finding.actual === '' ? '' : ` (${clip(finding.actual, 80)})`}`];
    });
    return { ok: faults.length === 0, found: faults.length === 0 ? 'every one is PASS' : faults.join(', ') };
  },
};

function parseFindings(text: string): Findings | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const report = Report.safeParse(json);
  if (!report.success) return undefined;
  const results = report.data.Controls.flatMap(({ tests }) => tests.flatMap((test) => test.results));
  return new Map(
    results.map(({ test_number, status, actual_value }) => [
      test_number,
      { status, actual: actual_value ?? '' },
    ]),
  );
}
