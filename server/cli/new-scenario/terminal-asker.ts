import { createInterface } from 'node:readline/promises';
import { Fault } from '#domain/fault.ts';
import type { Ask } from './questions.ts';

/** Runs work that may ask the person at the terminal, where there is one. */
export async function terminalAsker<T>(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  if (!input.isTTY || !output.isTTY) return work(undefined);
  const terminal = createInterface({ input, output });
  // Lines are kept from the start: an answer that was typed before its question is not lost.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    return await work(async (question) => {
      terminal.setPrompt(question.slice(question.lastIndexOf('\n') + 1));
      output.write(question.slice(0, question.lastIndexOf('\n') + 1));
      terminal.prompt();
      const line = await lines.next();
      if (line.done === true) throw stopped();
      return line.value;
    });
  } finally {
    terminal.close();
  }
}

const stopped = (): Fault =>
  new Fault('cancelled', 'Stopped before every question was answered.', {
    remedy: 'Nothing was written. Run the command again, or give the answers as options.',
  });
