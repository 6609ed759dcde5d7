import type { GeckoError } from '../../errors.ts';
import { engineError } from '../engine-error.ts';
import { engineWords } from './engine-words.ts';
import { ProgressError } from './read-progress.ts';

/** Why images could not be loaded, in the engine's words, of its answer or of its stream; null where it was lost. */
export function loadError(error: unknown): GeckoError | null {
  const words = error instanceof ProgressError ? error.message : (engineWords(error)?.text ?? null);
  if (words === null) return null;
  const details = { words };
  if (/no space left on device|disk quota exceeded/i.test(words))
    return engineError('NO_SPACE', `The engine's disk is full while loading images: ${words}`, {
      hint: 'docker system df shows what takes it; docker image prune frees unused images.',
      details,
      cause: error,
    });
  return engineError('LOAD_FAILED', `The engine could not load the images: ${words}`, {
    hint: 'Images that it has loaded before stay; run the command again.',
    details,
    cause: error,
  });
}
