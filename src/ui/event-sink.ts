import type { UiEvent } from './ui.ts';

/** Where events go; one implementation a renderer. */
export interface EventSink {
  event(event: UiEvent): void;
  /** Makes room: takes a redrawn block off the screen before something else is written. */
  clear(): void;
  /** Ends progress and gives the terminal back as it was. */
  close(): void;
}

/** Which events are shown at all. */
export interface Verbosity {
  quiet: boolean;
  verbose: boolean;
}

export function isShown({ type }: UiEvent, { quiet, verbose }: Verbosity): boolean {
  return !quiet && (verbose || type !== 'verbose');
}
