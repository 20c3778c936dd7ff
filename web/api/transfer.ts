import type { z } from 'zod';
import { FileSaved, filePath } from '#contract/files.ts';
import { address, ApiError, refusal, unreachable } from './client.ts';

/** A file on the machine that a terminal is on. */
export interface RemoteFile {
  readonly lab: string;
  readonly terminal: string;
  readonly path: string;
}

export type OnProgress = (bytes: number, of: number | undefined) => void;

interface Sending {
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
  /** What has to be there: nothing, or a content by its `sha256:…`; without it, whatever there is. */
  readonly expect?: string;
}

const at = ({ lab, terminal, path }: RemoteFile): string => address(filePath, { lab, terminal }, { path });

/** Sends a file into a lab. Throws `ApiError`, or the signal's reason. XHR, since fetch tells nothing of what was sent. */
export function sendFile(to: RemoteFile, body: Blob, sending: Sending): Promise<z.output<typeof FileSaved>> {
  const { signal, expect, onProgress } = sending;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', at(to));
    request.setRequestHeader('x-cks-lab', '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    if (expect === 'absent') request.setRequestHeader('if-none-match', '*');
    else if (expect !== undefined) request.setRequestHeader('if-match', `"${expect}"`);
    request.upload.addEventListener('progress', (event) => onProgress?.(event.loaded, body.size));
    const stop = (): void => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      const saved = FileSaved.safeParse(answer);
      if (request.status === 200 && saved.success) resolve(saved.data);
      else reject(refusal(request.status, answer));
    });
    request.addEventListener('error', () => reject(new ApiError(0, unreachable)));
    request.addEventListener('abort', () => reject(signal.reason));
    request.send(body);
  });
}

/** Reads a file of a lab whole. Throws `ApiError`, or the signal's reason. */
export async function fetchFile(
  from: RemoteFile,
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let got = 0;
  try {
    const response = await fetch(at(from), { signal, headers: { 'x-cks-lab': '1' } });
    if (!response.ok) throw refusal(response.status, parsed(await response.text()));
    const length = response.headers.get('content-length');
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
      parts.push(next.value);
      onProgress((got += next.value.byteLength), length === null ? undefined : Number(length));
    }
    return new Blob(parts, { type: 'application/octet-stream' });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ApiError ? error : new ApiError(0, unreachable, error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever it is, it is no answer of this server: the schema says so.
    return undefined;
  }
}
