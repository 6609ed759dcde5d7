import type { Input, Output } from './terminal.ts';
import type { LendOptions, LentStreams } from './ui.ts';

export interface Streams {
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

/** Lends the streams, with the terminal in raw mode where it is lent, too. What is written goes out as it is. */
export function lendStreams({ stdin, stdout, stderr }: Streams, options: LendOptions): LentStreams {
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const isLent = isTerminal && options.terminal;
  const hasInput = stdin.isTTY !== true || isTerminal || options.input;
  if (isLent) stdin.setRawMode?.(true);
  return {
    input: hasInput ? stdin : null,
    terminal: isLent
      ? {
          size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
          onResize(listener) {
            stdout.on?.('resize', listener);
            return () => void stdout.off?.('resize', listener);
          },
        }
      : null,
    output: (stream, bytes) => void (stream === 'stderr' ? stderr : stdout).write(bytes),
    close() {
      // A terminal that is gone has nothing to give back.
      if (isLent) stdin.once('error', () => {}).setRawMode?.(false);
      if (hasInput) stdin.pause();
    },
  };
}
