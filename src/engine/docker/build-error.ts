import type { GeckoError } from '../../errors.ts';
import { engineError } from '../engine-error.ts';
import { ProgressError } from './read-progress.ts';

/** A build whose own stream says why it failed; null for failures of another kind. */
export function buildError(tag: string, error: unknown): GeckoError | null {
  if (!(error instanceof ProgressError)) return null;
  const code = /no space left on device/i.test(error.message) ? 'NO_SPACE' : 'BUILD_FAILED';
  return engineError(code, `The image ${tag} could not be built: ${error.message}`, {
    hint: code === 'NO_SPACE' ? 'docker system df shows what takes it.' : 'Mend its Dockerfile.',
    details: { tag, words: error.message },
    cause: error,
  });
}
