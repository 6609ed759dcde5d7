/** What an engine answered when it refused a call. */
export interface EngineWords {
  status: number;
  /** One line, short, without dockerode's own words around it. */
  text: string;
}

/** Null where the error is not an answer of the engine. */
export function engineWords(error: unknown): EngineWords | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { message, statusCode } = error;
  if (typeof statusCode !== 'number') return null;
  // `(HTTP code 409) unexpected - Conflict. The container name …`
  const text = message.replace(/^\(HTTP code \d+\) .*? - /s, '');
  return { status: statusCode, text: oneLine(text) || `HTTP ${statusCode}` };
}

/** The words of a proxy's page, or of an engine, as one line. */
export function oneLine(text: string): string {
  const plain = /<\/?[a-z][^>]*>/i.test(text)
    ? text.replace(/<(style|script)[^>]*>.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ')
    : text;
  const line = plain.replace(/\s+/g, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}
