import { refusedLinkPage } from './refused-link-page.ts';
import { createSignIn, type SignIn, type SignInOptions } from './sign-in.ts';

/** What a browser needs to act for the project without knowing its token. */
export interface BrowserSession {
  /** Answers `/login`, `/login/links`, `/session` and `/session/check`; null for every other route. */
  answer(request: Request): Response | null;
  /**
   * The request on its way to a backend: with the token of a signed-in browser, without its cookies. Its
   * Origin stays, for the backend's check.
   */
  passOn(request: Request, url: string): Request;
}

export function createBrowserSession(options: SignInOptions): BrowserSession {
  const signIn = createSignIn(options);
  return {
    answer: (request) => answer(request, signIn),
    passOn(request, url) {
      const headers = new Headers(request.headers);
      if (!headers.has('authorization') && signIn.isSignedIn(headers.get('cookie')))
        headers.set('authorization', signIn.authorization);
      headers.delete('cookie');
      const { method, body, signal } = request;
      // Streaming a body needs `duplex`, which the DOM's type does not have yet.
      const init: RequestInit & { duplex: 'half' } = {
        method,
        headers,
        body,
        signal,
        duplex: 'half',
      };
      return new Request(url, init);
    },
  };
}

function answer(request: Request, signIn: SignIn): Response | null {
  const url = new URL(request.url);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  switch (`${method} ${url.pathname}`) {
    case 'POST /login/links':
      if (!signIn.hasToken(request.headers.get('authorization'))) return needsToken();
      return Response.json(signIn.mint(), {
        status: 201,
        headers: { 'cache-control': 'no-store' },
      });
    case 'GET /login':
      // Link previews ask by HEAD: they must not use the link up.
      if (request.method === 'HEAD') return new Response(null, { status: 204 });
      return login(request, url.searchParams.get('code') ?? '', signIn);
    case 'GET /session':
      return Response.json(
        { signedIn: signIn.isSignedIn(request.headers.get('cookie')) },
        { headers: { 'cache-control': 'no-store' } },
      );
    // For a door that lets nobody else in.
    case 'GET /session/check': {
      const { headers } = request;
      const mayEnter =
        signIn.isSignedIn(headers.get('cookie')) || signIn.hasToken(headers.get('authorization'));
      return new Response(null, { status: mayEnter ? 204 : 401 });
    }
    default:
      return null;
  }
}

function needsToken(): Response {
  const message = 'A sign-in link needs the token of the project';
  return Response.json({ error: { code: 'UNAUTHORIZED', message } }, { status: 401 });
}

function login({ headers }: Request, code: string, signIn: SignIn): Response {
  const cookie = signIn.redeem(code);
  // Who follows a link again has what it gives.
  if (cookie === null && !signIn.isSignedIn(headers.get('cookie'))) return refusedLink(headers);
  return new Response(null, {
    status: 303,
    headers: {
      location: '/',
      ...(cookie !== null && { 'set-cookie': cookie }),
      'cache-control': 'no-store',
    },
  });
}

function refusedLink(headers: Headers): Response {
  if (headers.get('accept')?.includes('text/html'))
    return refusedLinkPage(headers.get('accept-language') ?? '');
  const error = {
    code: 'UNAUTHORIZED',
    message: 'This sign-in link was used already, is too old, or belongs to another project',
    hint: 'gecko open gives a new one.',
  };
  return Response.json({ error }, { status: 403, headers: { 'cache-control': 'no-store' } });
}
