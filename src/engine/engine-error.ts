import type { engineCodes } from '../error-codes/engine.ts';
import { exitCodeOf } from '../error-codes.ts';
import { GeckoError, type GeckoErrorOptions } from '../errors.ts';

export type EngineErrorCode = keyof typeof engineCodes | 'PORT_TAKEN' | 'NO_SPACE';

/** An error of the engine with the exit code that belongs to its code. */
export function engineError(
  code: EngineErrorCode,
  message: string,
  options: Omit<GeckoErrorOptions, 'exitCode'> = {},
): GeckoError {
  return new GeckoError(code, message, { ...options, exitCode: exitCodeOf(code) });
}
