import type { ScenarioFault } from '#contract/api.ts';
import { asFault } from '#domain/fault.ts';
import { type GitSource, type PackSource, sourceName } from '#domain/packs/pack-source.ts';
import type { PackCopies, PackCopy } from '#ports/pack-copies.ts';

/** A pack whose files are on this machine. */
export interface OpenPack {
  readonly source: PackSource;
  readonly folder: string;
  readonly copy?: PackCopy;
  /** Why the newest state is not the one that is used. */
  readonly note?: string;
}

export interface OpenPacks {
  readonly packs: readonly OpenPack[];
  /** Packs of which there is nothing at all. */
  readonly faults: readonly ScenarioFault[];
}

export interface OpenPacksOptions {
  /** Also ask for something newer where a copy is there already. */
  readonly update: boolean;
  /** For each pack. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** The folders of all packs, in their order. Without a network the last copies are used, and say so. Throws when aborted. */
export async function openPacks(
  sources: readonly PackSource[],
  copies: PackCopies,
  options: OpenPacksOptions,
): Promise<OpenPacks> {
  const opened = await Promise.all(sources.map((source) => open(source, copies, options)));
  options.signal.throwIfAborted();
  return {
    packs: opened.filter((one) => 'folder' in one),
    faults: opened.filter((one) => 'file' in one),
  };
}

async function open(
  source: PackSource,
  copies: PackCopies,
  options: OpenPacksOptions,
): Promise<OpenPack | ScenarioFault> {
  if (source.kind === 'folder') return { source, folder: source.folder };
  const last = await copies.last(source);
  if (last !== undefined && !options.update) return opened(source, last);
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.withinMs)]);
    return opened(source, await copies.fetch(source, signal));
  } catch (error) {
    const { message, remedy } = asFault(error);
    if (last === undefined) {
      return { file: sourceName(source), message: `the pack could not be fetched: ${message} ${remedy}` };
    }
    const day = new Date(last.fetchedAt).toISOString().slice(0, 10);
    const note = `It could not be updated (${message}). This is the copy of ${day}, commit ${last.commit.slice(0, 10)}.`;
    return { ...opened(source, last), note };
  }
}

const opened = (source: GitSource, copy: PackCopy): OpenPack => ({ source, folder: copy.folder, copy });
