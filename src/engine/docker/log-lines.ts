import type { LogLine } from '../engine.ts';
import type { Frame } from './demultiplex.ts';

/**
 * Lines of a container's output, each of its own stream, across frames; bytes that are not UTF-8 become
 * replacement characters.
 * @param timestamps each line begins with its time
 */
export async function* logLines(
  frames: AsyncIterable<Frame>,
  timestamps: boolean,
): AsyncGenerator<LogLine> {
  const streams = { stdout: openLines(), stderr: openLines() };
  const line = (stream: Frame['stream'], text: string) => logLine(stream, text, timestamps);
  for await (const { stream, bytes } of frames)
    for (const text of streams[stream].add(bytes)) yield line(stream, text);
  for (const stream of ['stdout', 'stderr'] as const)
    for (const text of streams[stream].end()) yield line(stream, text);
}

function openLines() {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    add(bytes: Buffer): string[] {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      return parts;
    },
    end(): string[] {
      rest += decoder.decode();
      return rest === '' ? [] : [rest];
    },
  };
}

function logLine(stream: Frame['stream'], raw: string, timestamps: boolean): LogLine {
  const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const [, time, rest] =
    (timestamps && /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s.exec(text)) || [];
  return { stream, time: time ?? null, text: rest ?? text };
}
