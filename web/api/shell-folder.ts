import type { ShellFolder } from '#contract/files.ts';
import type { TerminalPlace } from '../ui/focused-terminal.ts';
import { ask } from './client.ts';

/** Where files go that are sent to this shell now. */
export const askShellFolder = (lab: string, { terminal, number }: TerminalPlace): Promise<ShellFolder> =>
  ask('shellFolder', { params: { lab, terminal, number: String(number) }, withinMs: 8_000 });
