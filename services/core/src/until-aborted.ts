/** Waits for a turn, and no longer than somebody wants it. @throws the signal's reason, or what the turn threw */
export async function untilAborted<T>(turn: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return turn;
  signal.throwIfAborted();
  let leave: () => void = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([turn, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
