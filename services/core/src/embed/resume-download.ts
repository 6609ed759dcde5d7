import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SIGN_OF_LIFE } from './weights-source.ts';

export interface Download {
  url: string;
  /** File that is written; what it has already is not asked for again. */
  partial: string;
  /** Size of the whole file; null where nobody knows it: then it is always asked for from its start. */
  bytes: number | null;
  /** Milliseconds in which the first byte must come. */
  answerMs: number;
  /** Milliseconds in which SIGN_OF_LIFE more bytes must come, or the rest. */
  stallMs: number;
  progress(received: number): void;
  signal: AbortSignal;
  /** Node's own by default. */
  fetch?: typeof fetch;
}

/**
 * Downloads a file, going on where an interrupted download stopped, where the server can (RFC 9110,
 * range requests).
 *
 * @returns whether it went on from a beginning that was there
 * @throws with the reason in words
 */
export async function resumeDownload(download: Download): Promise<'whole' | 'resumed'> {
  const { url, partial, bytes, answerMs, stallMs, progress, signal } = download;
  const send = download.fetch ?? fetch;
  const have = await usableBytes(partial, bytes);
  const watchdog = new AbortController();
  const giveUp = (problem: string) => watchdog.abort(new Error(problem));
  let timer = setTimeout(giveUp, answerMs, `did not answer within ${answerMs / 1_000} s`);
  try {
    const response = await send(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
    const resumed = response.status === 206;
    let received = resumed ? have : 0;
    progress(received);
    let expected = received;
    const counted = Readable.fromWeb(response.body).on('data', (piece: Uint8Array) => {
      received += piece.length;
      progress(received);
      if (received >= expected) {
        expected = received + SIGN_OF_LIFE;
        clearTimeout(timer);
        timer = setTimeout(giveUp, stallMs, `stalled for ${stallMs / 1_000} s`);
      }
      if (bytes !== null && received > bytes) giveUp('sends more than the file has');
    });
    // Flushed: a rename that outlives a power cut must not show an empty file.
    await pipeline(
      counted,
      createWriteStream(partial, { flags: resumed ? 'a' : 'w', flush: true }),
    );
    return resumed ? 'resumed' : 'whole';
  } catch (error) {
    signal.throwIfAborted();
    throw watchdog.signal.aborted ? watchdog.signal.reason : withCause(error);
  } finally {
    clearTimeout(timer);
  }
}

/** One that is as long as the whole file, and still here, is wrong. */
async function usableBytes(partial: string, bytes: number | null): Promise<number> {
  if (bytes === null) return 0;
  const size = await stat(partial).then(
    (found) => found.size,
    () => 0,
  );
  return size < bytes ? size : 0;
}

/** fetch says only `fetch failed`; its cause says why. */
function withCause(error: unknown): unknown {
  if (!(error instanceof Error && error.cause instanceof Error)) return error;
  return new Error(`${error.message}: ${error.cause.message}`, { cause: error });
}
