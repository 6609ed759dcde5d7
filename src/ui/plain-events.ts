import type { EventSink, Verbosity } from './event-sink.ts';
import { isShown } from './event-sink.ts';
import { progressText } from './progress-text.ts';
import { sanitize } from './sanitize.ts';
import type { Output } from './terminal.ts';

/** A progress line at most so often, in milliseconds: logs of CI stay readable. */
const interval = 5_000;

/** Events as lines, for files, pipes and dumb terminals. */
export function plainEvents(output: Output, verbosity: Verbosity, now: () => number): EventSink {
  const shownAt = new Map<string, number>();
  const line = (text: string) => output.write(`${sanitize(text)}\n`);
  return {
    event(event) {
      if (!isShown(event, verbosity)) return;
      switch (event.type) {
        case 'progress': {
          const last = shownAt.get(event.id);
          if (last !== undefined && now() - last < interval) return;
          shownAt.set(event.id, now());
          line(progressText(event));
          return;
        }
        case 'progress-end':
          shownAt.delete(event.id);
          if (event.text !== undefined) line(event.text);
          return;
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
