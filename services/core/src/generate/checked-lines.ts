/**
 * A fetch whose NDJSON answers end in an error at a line that is not JSON. The ollama package writes
 * such a line, with the text of the answer in it, to the console and goes on without it.
 */
export function checkedLines(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !response.body || !type.includes('ndjson')) return response;
    const { status, headers } = response;
    return new Response(response.body.pipeThrough(lineCheck()), { status, headers });
  };
}

function lineCheck(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  const checked = (line: string) => {
    if (line.trim() === '') return '';
    try {
      JSON.parse(line);
      return `${line}\n`;
    } catch {
      // Without the parser's error, which quotes the line: it may hold the text of an answer.
      throw new Error('its answer has a line that is not JSON');
    }
  };
  return new TransformStream({
    transform(bytes, controller) {
      rest += decoder.decode(bytes, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      const text = lines.map(checked).join('');
      if (text !== '') controller.enqueue(encoder.encode(text));
    },
    flush(controller) {
      const text = checked(rest + decoder.decode());
      if (text !== '') controller.enqueue(encoder.encode(text));
    },
  });
}
