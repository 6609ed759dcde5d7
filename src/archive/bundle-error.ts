import { exitCodes, GeckoError } from '../errors.ts';

/** A file that is not what `gecko pull --save` wrote. */
export function bundleError(path: string, problem: string): GeckoError {
  return new GeckoError('BUNDLE_DAMAGED', `${path} cannot be loaded: ${problem}`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing was changed. Copy the file anew, or write it anew: gecko pull --save FILE.',
    details: { path, problem },
  });
}
