import { exitCodes, GeckoError } from '../../errors.ts';

/** @throws GeckoError USAGE (exit 2) where the backends would not take it */
export function checkTopK(topK: number | undefined): void {
  if (topK === undefined || (topK >= 1 && topK <= 50)) return;
  throw new GeckoError('USAGE', `--top-k is ${topK}, and must be from 1 to 50`, {
    exitCode: exitCodes.usage,
  });
}
