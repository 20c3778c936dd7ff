import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Choice } from '#app/proof/choose.ts';
import { junit, proofJson } from '#app/proof/proof-report.ts';
import type { ScenarioProof } from '#app/proof/prove-scenario.ts';
import { reportPages } from '#app/proof/report/report-pages.ts';

/** Where the results of a proof are to be written to. */
export interface ProofFiles {
  readonly junit?: string;
  readonly json?: string;
  /** A folder. */
  readonly report?: string;
}

/** Writes what was asked for. Folders that are missing are made; files of the same name are replaced. */
export async function writeProofFiles(
  files: ProofFiles,
  proofs: readonly ScenarioProof[],
  leftOut: Choice['leftOut'],
): Promise<void> {
  if (files.junit !== undefined) await write(files.junit, junit(proofs, leftOut));
  if (files.json !== undefined) await write(files.json, proofJson(proofs, leftOut));
  if (files.report === undefined) return;
  for (const { name, content } of reportPages(proofs, leftOut))
    await write(join(files.report, name), content);
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, content);
}
