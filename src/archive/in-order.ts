/**
 * The results of a work that is done on several things at once, in the order of the things.
 * @param atOnce at most so many are taken and not yet handed on
 * @throws what the work throws, and the source
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  work: (one: T) => Promise<R>,
  atOnce: number,
): AsyncGenerator<R> {
  const doing: Promise<R>[] = [];
  try {
    for await (const one of source) {
      if (doing.length >= atOnce) yield await (doing.shift() as Promise<R>);
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
