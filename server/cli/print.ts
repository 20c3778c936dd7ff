import pc from 'picocolors';
import { asFault } from '#domain/fault.ts';

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Text of somebody else, without what would steer the terminal. */
export const harmless = (text: string): string => text.replaceAll(/\p{Cc}/gu, '·');

const indented = (text: string): string => text.replaceAll('\n', '\n  ');

/** What happened, why, and what to do about it. The stack only when asked for. */
export function printFault(error: unknown): void {
  const fault = asFault(error);
  const lines = [`${pc.red('✗')} ${indented(fault.message)}`];
  if (fault.tail !== undefined) lines.push(pc.dim(`  ${indented(fault.tail)}`));
  lines.push(`  → ${indented(fault.remedy)}`);
  if (process.env['CKSLAB_DEBUG'] === '1') lines.push(pc.dim(stackOf(fault)));
  process.stderr.write(`${lines.join('\n')}\n`);
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

/** Rows with each column as wide as its longest cell; the last column is free. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length))) ?? [];
  for (const row of rows) {
    const cells = row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)));
    print(cells.join('  '));
  }
}

export const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
