import { GeckoError } from '../errors.ts';

/** Whether an error says that the engine does not answer any more, so that asking it more is in vain. */
export function isEngineGone(error: unknown): boolean {
  return (
    error instanceof GeckoError &&
    (error.code === 'ENGINE_UNREACHABLE' || error.code === 'ENGINE_SILENT')
  );
}
