import type { EventSink, Verbosity } from './event-sink.ts';
import { isShown } from './event-sink.ts';
import { type Progress, progressText } from './progress-text.ts';
import { rateMeter } from './rate-meter.ts';
import { sanitize } from './sanitize.ts';
import { columnsOf, type Output } from './terminal.ts';
import type { Style, UiEvent } from './ui.ts';

/** Redrawn at most so often, in milliseconds. */
const interval = 80;
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/** Events on a terminal: lines stay, running progress is one block below them, redrawn in place. */
export function ttyEvents(
  output: Output,
  style: Style,
  verbosity: Verbosity,
  now: () => number,
): EventSink {
  const running = new Map<string, { progress: Progress; rate: number | null }>();
  const rates = rateMeter(now);
  let drawn = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const erase = () => {
    if (drawn > 0) output.write(`\u001b[${drawn}A\r\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    const width = columnsOf(output) - 1;
    const lines = [...running.values()].map(({ progress, rate }) =>
      sanitize(progressText(progress, width, rate)),
    );
    erase();
    drawnAt = now();
    if (lines.length === 0) return;
    output.write(`${hideCursor}${lines.map((line) => `${style.dim(line)}\n`).join('')}`);
    drawn = lines.length;
  };
  const clear = () => {
    if (drawn === 0) return;
    erase();
    output.write(showCursor);
  };
  const line = (text: string) => {
    erase();
    output.write(`${text}\n`);
    draw();
  };

  return {
    event(event) {
      if (!isShown(event, verbosity)) return;
      if (event.type === 'progress') {
        running.set(event.id, { progress: event, rate: rates.rate(event) });
        if (now() - drawnAt >= interval) draw();
        return;
      }
      if (event.type === 'progress-end') {
        running.delete(event.id);
        rates.end(event.id);
        if (running.size === 0) clear();
        if (event.text !== undefined) line(marked({ type: 'success', text: event.text }, style));
        else draw();
        return;
      }
      line(marked(event, style));
    },
    clear,
    close() {
      running.clear();
      clear();
    },
  };
}

function marked(event: Exclude<UiEvent, { type: `progress${string}` }>, style: Style): string {
  const text = sanitize(event.text);
  switch (event.type) {
    case 'step':
      return `${style.cyan(style.unicode ? '›' : '>')} ${text}`;
    case 'success':
      return `${style.green(style.unicode ? '✓' : '+')} ${text}`;
    case 'warning':
      return `${style.yellow('Warning:')} ${text}`;
    case 'verbose':
      return style.dim(text);
    case 'note':
      return text;
  }
}
