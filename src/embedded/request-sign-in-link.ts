import { exitCodes, GeckoError } from '../errors.ts';
import { readToken } from '../state/token.ts';

/**
 * Asks the page's server for a link that signs one browser in.
 * @throws GeckoError BACKEND_UNREACHABLE (exit 20)
 */
export async function requestSignInLink(
  webUrl: string,
  tokenPath: string,
  signal: AbortSignal,
): Promise<string> {
  const token = readToken(tokenPath) ?? '';
  try {
    const response = await fetch(`${webUrl}/login/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    const { code } = (await response.json()) as { code?: unknown };
    if (typeof code === 'string') return `${webUrl}/login?code=${code}`;
    throw new Error(`it answered ${response.status}`);
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GeckoError(
      'BACKEND_UNREACHABLE',
      `The page on ${webUrl} gives no sign-in link: ${reason}`,
      { exitCode: exitCodes.engine, hint: '`gecko status` shows the services.', cause },
    );
  }
}
