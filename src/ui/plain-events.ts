import type { EventSink, Verbosity } from './event-sink.ts';
import { isShown } from './event-sink.ts';
import { progressText } from './progress-text.ts';
import { rateMeter } from './rate-meter.ts';
import { sanitize } from './sanitize.ts';
import type { Output } from './terminal.ts';

/** A progress line at most so often, in milliseconds: logs of CI stay readable. */
const interval = 5_000;

/** Events as lines, for files, pipes and dumb terminals. */
export function plainEvents(output: Output, verbosity: Verbosity, now: () => number): EventSink {
  const shownAt = new Map<string, number>();
  /** The newest progress of each task that was not shown. */
  const newest = new Map<string, string>();
  const rates = rateMeter(now);
  const line = (text: string) => output.write(`${sanitize(text)}\n`);
  return {
    event(event) {
      if (!isShown(event, verbosity)) return;
      switch (event.type) {
        case 'progress': {
          const last = shownAt.get(event.id);
          const text = progressText(event, undefined, rates.rate(event));
          newest.set(event.id, text);
          if (last !== undefined && now() - last < interval) return;
          shownAt.set(event.id, now());
          newest.delete(event.id);
          line(text);
          return;
        }
        case 'progress-end': {
          const text = event.text ?? newest.get(event.id);
          shownAt.delete(event.id);
          newest.delete(event.id);
          rates.end(event.id);
          if (text !== undefined) line(text);
          return;
        }
        case 'warning':
          line(`Warning: ${event.text}`);
          return;
        default:
          line(event.text);
      }
    },
    clear: () => {},
    close: () => {},
  };
}

/** With `--json` stderr stays silent but for warnings, and for details when asked. */
export function jsonEvents(output: Output, verbosity: Verbosity, now: () => number): EventSink {
  const plain = plainEvents(output, verbosity, now);
  return {
    ...plain,
    event(event) {
      if (event.type === 'warning' || verbosity.verbose) plain.event(event);
    },
  };
}
