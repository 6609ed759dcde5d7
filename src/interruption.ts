const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof exitCodes;

/** The parts of `process` that signals need. */
export interface SignalSource {
  on(name: Signal, listener: () => void): unknown;
  exit(code: number): void;
}

export interface Interruption {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Exit code of the signal that came; null while none did. */
  exitCode(): number | null;
  /** Called at once with what to tell the user. */
  announce: (text: string) => void;
  /** Milliseconds for cleaning up after the first signal. */
  graceMs: number;
  /** Runs work that a first Ctrl-C ends without ending the command; its signal tells. */
  contain<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/**
 * The first signal aborts, and the command has `graceMs` to undo what is half-done; a second one,
 * or the end of that time, ends the process.
 */
export function watchSignals(source: SignalSource): Interruption {
  const controller = new AbortController();
  let exitCode: number | null = null;
  let contained: AbortController | null = null;
  const interruption: Interruption = {
    signal: controller.signal,
    exitCode: () => exitCode,
    announce: () => {},
    graceMs: 5_000,
    async contain(work) {
      const own = new AbortController();
      contained = own;
      try {
        return await work(AbortSignal.any([controller.signal, own.signal]));
      } finally {
        contained = null;
      }
    },
  };
  for (const [name, code] of Object.entries(exitCodes) as [Signal, number][])
    source.on(name, () => {
      if (name === 'SIGINT' && contained && !contained.signal.aborted)
        return contained.abort(new DOMException('stopped', 'AbortError'));
      // A terminal that is closed sends it more than once: the shell does, and the system when the shell ends.
      if (exitCode !== null) return name === 'SIGHUP' ? undefined : source.exit(exitCode);
      exitCode = code;
      controller.abort(new DOMException(`ended by ${name}`, 'AbortError'));
      interruption.announce(
        name === 'SIGINT' ? 'Stopping; Ctrl-C again ends at once.' : `Stopping (${name}).`,
      );
      setTimeout(() => source.exit(code), interruption.graceMs).unref();
    });
  return interruption;
}
