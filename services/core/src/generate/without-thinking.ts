/** What is at hand may be the beginning of the opening tag. */
const PERHAPS = /^\s*(?:<(?:t(?:h(?:i(?:n(?:k)?)?)?)?)?)?$/i;
const OPENS = /^\s*<think>/i;
const CLOSES = /<\/think>\s*/i;

/**
 * The text of a model that writes what it thinks before its answer, between `<think>` and `</think>`,
 * without that: as it is written where the server does not keep the two apart. What never ends is all
 * thinking.
 */
export async function* withoutThinking<T>(
  pieces: AsyncGenerator<string, T>,
): AsyncGenerator<string, T> {
  let state: 'opening' | 'thinking' | 'answering' = 'opening';
  let held = '';
  try {
    let step = await pieces.next();
    for (; !step.done; step = await pieces.next()) {
      if (state === 'answering') {
        yield step.value;
        continue;
      }
      held += step.value;
      if (state === 'opening' && OPENS.test(held)) state = 'thinking';
      if (state === 'opening' && PERHAPS.test(held)) continue;
      if (state === 'thinking') {
        const end = CLOSES.exec(held);
        // A closing tag may be in two pieces.
        held = end ? held.slice(end.index + end[0].length) : held.slice(-'</think>'.length);
        if (!end) continue;
      }
      state = 'answering';
      if (held !== '') yield held;
    }
    if (state === 'opening' && held !== '') yield held;
    return step.value;
  } finally {
    // A reader who leaves ends this generator at a yield; that has to reach the server.
    await pieces.return(undefined as T);
  }
}
