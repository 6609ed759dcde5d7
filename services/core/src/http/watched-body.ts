/** A body that is passed on, and when that has ended: all was read, or the reader left and its source knows. */
export function watchedBody(source: ReadableStream<Uint8Array>): {
  body: ReadableStream<Uint8Array>;
  ended: Promise<void>;
} {
  const reader = source.getReader();
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        end();
      },
      cancel: (reason) => reader.cancel(reason).finally(end),
    },
    // Asks for nothing ahead of its reader: what is read is what is worked for.
    { highWaterMark: 0 },
  );
  return { body, ended };
}
