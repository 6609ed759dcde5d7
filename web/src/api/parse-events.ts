export interface ServerSentEvent {
  event: string;
  data: unknown;
}

/**
 * Reads text/event-stream piece by piece (https://html.spec.whatwg.org/multipage/server-sent-events.html);
 * comments are skipped, an event without its closing blank line is none.
 */
export function createEventParser(): (piece: string) => ServerSentEvent[] {
  let rest = '';
  return (piece) => {
    rest += piece;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    return blocks.flatMap(parse);
  };
}

function parse(block: string): ServerSentEvent[] {
  const lines = block.split(/\r?\n/);
  const valuesOf = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''));
  const data = valuesOf('data');
  const [event = 'message'] = valuesOf('event');
  return data.length === 0 ? [] : [{ event, data: JSON.parse(data.join('\n')) }];
}
