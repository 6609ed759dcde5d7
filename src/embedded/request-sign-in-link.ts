import { fetchFailure } from '../clients/fetch-failure.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { readToken } from '../state/token.ts';

/**
 * Asks the page's server for a link that signs one browser in.
 * @throws GeckoError BACKEND_UNREACHABLE (exit 20); UNAUTHORIZED (12) where it has another token
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
    if (response.status === 401) throw otherToken(webUrl);
    const { code } = (await response.json()) as { code?: unknown };
    if (typeof code === 'string') return `${webUrl}/login?code=${code}`;
    throw new Error(`it answered ${response.status}`);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof GeckoError) throw cause;
    throw new GeckoError(
      'BACKEND_UNREACHABLE',
      `The page on ${webUrl} gives no sign-in link: ${fetchFailure(cause)}`,
      {
        exitCode: exitCodes.engine,
        hint: '`gecko up` starts the services; `gecko status` shows them.',
        cause,
      },
    );
  }
}

function otherToken(webUrl: string): GeckoError {
  return new GeckoError('UNAUTHORIZED', `The page on ${webUrl} has another token`, {
    exitCode: exitCodes.key,
    hint: '`gecko up` brings the one of this project to the services, as after `gecko token rotate`.',
  });
}
