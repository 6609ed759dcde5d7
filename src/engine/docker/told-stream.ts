import { Readable } from 'node:stream';
import type { Call } from './call.ts';

/** A stream of the engine, whose break is told in gecko's terms. @param name of the call */
export function toldStream(
  stream: AsyncIterable<Buffer | string>,
  call: Call,
  name: string,
  signal: AbortSignal,
): Readable {
  return Readable.from(told(stream, call, name, signal), { objectMode: false });
}

async function* told(
  stream: AsyncIterable<Buffer | string>,
  call: Call,
  name: string,
  signal: AbortSignal,
) {
  try {
    yield* stream;
  } catch (error) {
    signal.throwIfAborted();
    throw call.failure(error, name);
  }
}
