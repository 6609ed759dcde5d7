import * as z from 'zod/mini';
import { lines } from '../../clients/lines.ts';
import type { LayerProgress } from '../engine.ts';
import { oneLine } from './engine-words.ts';
import { number, record, text } from './fields.ts';

/** What a registry or a build step said when it failed, in a stream that began well. */
export class ProgressError extends Error {
  override readonly name = 'ProgressError';
}

const Line = z.object({
  id: text,
  status: text,
  stream: text,
  error: text,
  errorDetail: record({ message: text }),
  progressDetail: record({ current: number, total: number }),
});

/**
 * Reads the stream of a pull or a build to its end: a JSON object a line.
 * @throws ProgressError for a failure that the stream tells, and for what is no such stream;
 * the error of the connection where it is cut
 */
export async function readProgress(
  stream: AsyncIterable<Uint8Array | string>,
  { onProgress, signal }: { onProgress?: (progress: LayerProgress) => void; signal: AbortSignal },
): Promise<void> {
  for await (const line of lines(bytes(stream))) {
    signal.throwIfAborted();
    if (line.trim() === '') continue;
    const said = parse(line);
    const failure = said.errorDetail.message || said.error;
    if (failure !== '') throw new ProgressError(oneLine(failure));
    const status = said.status || oneLine(said.stream);
    if (status === '') continue;
    const { current, total } = said.progressDetail;
    onProgress?.({
      id: said.id,
      status,
      ...(current > 0 ? { current } : {}),
      ...(total > 0 ? { total } : {}),
    });
  }
}

function parse(line: string): z.infer<typeof Line> {
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    throw new ProgressError(
      `the answer is not what an engine sends: ${oneLine(line).slice(0, 200)}`,
    );
  }
}

async function* bytes(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const part of stream) yield typeof part === 'string' ? Buffer.from(part) : part;
}
