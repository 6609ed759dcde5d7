import { AT_ONCE } from './at-once.ts';
import { freePieces } from './free-pieces.ts';
import { PIECE_SIZE } from './repository/piece-size.ts';

/**
 * The results of a work that is done on several pieces at once, in the order of the pieces: at most AT_ONCE
 * are taken and not yet handed on.
 * @throws what the work throws, and the source
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  work: (one: T) => Promise<R>,
): AsyncGenerator<R> {
  const doing: Promise<R>[] = [];
  try {
    for await (const one of source) {
      if (doing.length >= AT_ONCE) {
        yield await (doing.shift() as Promise<R>);
        freePieces(PIECE_SIZE);
      }
      const job = work(one);
      // Told where it is awaited; until then nobody listens.
      job.catch(() => {});
      doing.push(job);
    }
    while (doing.length > 0) yield await (doing.shift() as Promise<R>);
  } finally {
    await Promise.allSettled(doing);
  }
}
