import { exitCodes, GeckoError } from '../../errors.ts';

/** Words of Go's network packages, and of Ollama, for what may be over in a moment. */
const passing =
  /no such host|server misbehaving|dial tcp|i\/o timeout|timed? ?out|deadline exceeded|connection (reset|refused)|broken pipe|\bEOF\b|max retries exceeded|network is unreachable|TLS handshake|too many requests|\b(429|500|502|503|504)\b|stalled/i;

/**
 * Whether what ended a pull may be over when it is tried again: a stream that broke off, a stall, a
 * network's or a registry's trouble. Not that a model does not exist, or that a disk is full.
 * @param hasBegun something had come: then an Ollama that does not answer is one that is started anew
 */
export function isPassing(error: unknown, hasBegun: boolean): boolean {
  if (!(error instanceof GeckoError) || error.exitCode === exitCodes.space) return false;
  const { code, details } = error;
  if (code === 'MODEL_STALLED') return true;
  if (code === 'BACKEND_UNREACHABLE' || code === 'DEADLINE') return hasBegun;
  if (code !== 'MODEL_PULL_FAILED') return false;
  return typeof details.words !== 'string' || passing.test(details.words);
}
