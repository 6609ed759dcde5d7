import { contract } from '../contract.ts';
import type { ServeConfig } from './serve.ts';
import type { BrowserSession } from './services.ts';
import { readStatic, type StaticFile } from './static-files.ts';

/** A web-standard server: a Request in, a Response out. */
export type Handler = (request: Request) => Response | Promise<Response>;

export interface WebAppOptions {
  project: string;
  /** Whether a request comes by a name of this project. */
  isAllowedHost(request: Request): boolean;
  page: ServeConfig['web'];
  /** Served below /api/rag and /api/qa, in process. */
  backends: Readonly<Record<'rag' | 'qa', Handler>>;
  /** Signs browsers in. */
  session: BrowserSession;
}

/** The page, the backends behind it on the same origin, and the sign-in of browsers. */
export function createWebApp(options: WebAppOptions): Handler {
  const { isAllowedHost, backends, page, session } = options;
  const { policy } = page;
  return async (request) => {
    const url = new URL(request.url);
    if (!isAllowedHost(request)) return withHeaders(forbiddenHost(), policy);
    const [, backend, path] = /^\/api\/(rag|qa)(\/.*)$/.exec(url.pathname) ?? [];
    if (backend === 'rag' || backend === 'qa')
      return backends[backend](session.passOn(request, `${url.origin}${path}${url.search}`));
    const response =
      foreignWrite(request, url) ??
      session.answer(request) ??
      health(request, url, options.project) ??
      (await pageFile(request, url, page));
    return withHeaders(response, policy);
  };
}

/** A page of another origin may read here, and nothing else. */
function foreignWrite({ method, headers }: Request, url: URL): Response | null {
  const origin = headers.get('origin');
  if (origin === null || origin === url.origin || /^(GET|HEAD|OPTIONS)$/.test(method)) return null;
  return refusal(403, 'FORBIDDEN_ORIGIN', 'Pages of another origin may not do this');
}

/** Of the web service itself; null for other routes. */
function health({ method }: Request, { pathname }: URL, project: string): Response | null {
  if (pathname !== '/health' || !/^(GET|HEAD)$/.test(method)) return null;
  return Response.json(
    { status: 'ok', service: 'web' },
    { headers: { [contract.headers.project]: project } },
  );
}

async function pageFile(
  request: Request,
  url: URL,
  { root, isOurs }: ServeConfig['web'],
): Promise<Response> {
  const missing = () => refusal(404, 'NOT_FOUND', `${url.pathname} does not exist`);
  if (url.pathname.startsWith('/api/')) return missing();
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const response = refusal(405, 'NOT_FOUND', `${request.method} ${url.pathname} does not exist`);
    response.headers.set('allow', 'GET, HEAD');
    return response;
  }
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  const file = await readStatic(root, path, request.headers.get('accept') ?? '');
  if (!file) return missing();
  const isHashed = isOurs && file.isAsked && path.startsWith('/assets/');
  const headers = {
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
  };
  if (isKnown(file, request.headers.get('if-none-match')))
    return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.bytes), {
    headers: { ...headers, 'content-type': file.type },
  });
}

/** By weak comparison (RFC 9110, section 13.1.2). */
function isKnown({ tag }: StaticFile, known: string | null): boolean {
  const tags = (known ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

function forbiddenHost(): Response {
  return refusal(
    403,
    'FORBIDDEN_HOST',
    'This project does not answer to the name in the Host header',
    'Add the name to the key hosts in gecko.yaml.',
  );
}

function refusal(status: number, code: string, message: string, hint?: string): Response {
  return Response.json({ error: { code, message, ...(hint ? { hint } : {}) } }, { status });
}

function withHeaders(response: Response, policy: string): Response {
  const headers = new Headers(response.headers);
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('x-frame-options', 'DENY');
  headers.set('cross-origin-opener-policy', 'same-origin');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
