/** What a response reads: an iteration that can be ended early. */
export type Events<T> = Pick<AsyncGenerator<T>, 'next' | 'return'>;

/**
 * Runs a generator to its first event, so that what is wrong from the start is told by the status.
 * Ending the result ends the generator, whether or not its first event was read.
 */
export async function begun<T>(events: AsyncGenerator<T>): Promise<Events<T>> {
  let first: IteratorResult<T> | null = await events.next();
  return {
    async next() {
      const step = first ?? (await events.next());
      first = null;
      return step;
    },
    return: (value) => events.return(value),
  };
}
