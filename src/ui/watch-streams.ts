import { closeSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { exitCodes } from '../errors.ts';

export interface StreamWatch {
  /** Whether the work of the command is what it prints, so that it has none without a reader. */
  endsUnread(): boolean;
  /** Exit code of the signal that came; null while none did. */
  signalled(): number | null;
}

/** Those of the three standard streams that gecko was given as a terminal. */
const terminals = [0, 1, 2].filter((fd) => isatty(fd));

/** Whether this failed because the terminal was closed. SIGHUP tells of that, where it is to end anything. */
export function isHangUp(error: unknown): boolean {
  const isIo = error instanceof Error && 'code' in error && error.code === 'EIO';
  return isIo && gone().length > 0;
}

/** Resolves at once; where a terminal was closed, once its SIGHUP had time to come, also by way of a shell. */
export async function hangUpHeard(): Promise<void> {
  if (gone().length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
}

/**
 * What happens where a stream takes nothing any more. A reader that has left, `gecko … | head`, or a terminal that
 * was closed: what is said there from now on is lost, and the work goes on to its end, whose exit code counts.
 * Only a command that does nothing but print ends at once. A full disk under a log file: told on the other stream,
 * if that takes it, and never again on this one.
 */
export function watchStreams({ endsUnread, signalled }: StreamWatch): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const left = error.code === 'EPIPE';
      if (!left && !isHangUp(error)) return endUnwritten(error);
      if (stream === process.stdout && endsUnread())
        process.exit(signalled() ?? (left ? exitCodes.ok : exitCodes.hangUp));
    });
  // Node gives every terminal back as it was, and aborts where one is not there to take that.
  process.on('exit', () => gone().forEach(closeSync));
}

function gone(): number[] {
  return terminals.filter((fd) => !isatty(fd));
}

function endUnwritten({ code }: NodeJS.ErrnoException): never {
  try {
    writeSync(process.stderr.fd, `Error: The output could not be written (${code}).\n`);
  } catch {
    // It was this one, or both are full.
  }
  process.exit(code === 'ENOSPC' || code === 'EDQUOT' ? exitCodes.space : exitCodes.failure);
}
