import type { GeckoError } from '../../errors.ts';
import { engineError } from '../engine-error.ts';
import { ProgressError } from './read-progress.ts';

/** A build whose own stream says why it failed; null for failures of another kind. */
export function buildError(tag: string, error: unknown): GeckoError | null {
  if (!(error instanceof ProgressError)) return null;
  const code = /no space left on device/i.test(error.message) ? 'NO_SPACE' : 'BUILD_FAILED';
  return engineError(code, `The image ${tag} could not be built: ${error.message}`, {
    hint: hintOf(code, error.message),
    details: { tag, words: error.message },
    cause: error,
  });
}

/** The classic builder pulls what a Dockerfile begins with. */
const pulls =
  /pull access denied|unauthorized|manifest unknown|manifest for \S+ not found|toomanyrequests|no such host|dial tcp|connection refused|i\/o timeout|TLS handshake|x509/i;

function hintOf(code: 'NO_SPACE' | 'BUILD_FAILED', words: string): string {
  if (code === 'NO_SPACE') return 'docker system df shows what takes it.';
  return pulls.test(words)
    ? 'The image that it stands on cannot be pulled. The key images.base names another for the backends of gecko; docker login REGISTRY gives credentials; gecko pull --load FILE brings images without a network.'
    : 'Mend its Dockerfile.';
}
