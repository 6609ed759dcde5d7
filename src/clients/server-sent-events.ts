export interface ServerSentEvent {
  event: string;
  data: string;
}

/**
 * Events of a `text/event-stream`, from its lines (WHATWG HTML, 9.2). An event that the end cuts
 * off is not given, as the standard has it; `id` and `retry` are of no use here.
 */
export async function* serverSentEvents(
  lines: AsyncIterable<string>,
): AsyncGenerator<ServerSentEvent> {
  let event = 'message';
  let data: string[] = [];
  for await (const line of lines) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n') };
      event = 'message';
      data = [];
      continue;
    }
    const { field, value } = fieldOf(line);
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
}

/** A line that begins with a colon is a comment: its field is empty. */
function fieldOf(line: string): { field: string; value: string } {
  const colon = line.indexOf(':');
  if (colon === -1) return { field: line, value: '' };
  const start = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return { field: line.slice(0, colon), value: line.slice(start) };
}
