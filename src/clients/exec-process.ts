import { exitCodes, GeckoError } from '../errors.ts';
import type { Exec } from './exec.ts';

/** Runs programs through execa, without a shell. execa is loaded at the first call. */
export const execProcess: Exec = {
  async run(file, args, { timeoutMs, signal, input, env } = {}) {
    const { execa } = await import('execa');
    const result = await execa(file, [...args], {
      reject: false,
      stdin: input === undefined ? 'ignore' : 'pipe',
      stripFinalNewline: true,
      ...(input === undefined ? {} : { input }),
      ...(env ? { env } : {}),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      ...(signal ? { cancelSignal: signal } : {}),
    });
    if (result.isCanceled) throw signal?.reason ?? new DOMException('cancelled', 'AbortError');
    if (result.timedOut) throw timedOut(file, timeoutMs ?? 0, result);
    if (result.exitCode === undefined && result.signal === undefined) throw missing(file, result);
    return {
      // As a shell has it: a signal's end counts as a failure.
      exitCode: result.exitCode ?? 128,
      stdout: result.stdout,
      stderr: result.stderr,
    };
  },
};

function timedOut(file: string, timeoutMs: number, cause: unknown): GeckoError {
  return new GeckoError('DEADLINE', `${file} did not end within ${timeoutMs / 1000} s`, {
    exitCode: exitCodes.timeout,
    cause,
  });
}

function missing(file: string, cause: unknown): GeckoError {
  return new GeckoError(
    'PROGRAM_MISSING',
    `${file} cannot be run: it is not installed, or not in PATH`,
    {
      exitCode: exitCodes.failure,
      hint: `Install ${file}.`,
      cause,
    },
  );
}
