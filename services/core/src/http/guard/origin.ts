import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses foreign web pages: a request with a foreign Origin may only read, and never gets CORS
 * headers. The project's own web origins get them, named one by one.
 */
export function checkOrigin(origins: readonly string[]): MiddlewareHandler {
  const own = new Set(origins);
  return async (context, next) => {
    const origin = context.req.header('origin');
    const isOwn = origin !== undefined && own.has(origin);
    const isForeign =
      origin !== undefined && !isOwn && !isSameOrigin(origin, context.req.header('host'));
    if (isForeign && !reading.has(context.req.method)) {
      throw new ServiceError(
        'FORBIDDEN_ORIGIN',
        `pages of ${JSON.stringify(origin.slice(0, 100))} may not use this project`,
        'Add the origin to the key web.origins in gecko.yaml, if it is yours.',
      );
    }
    // A page of the backend itself needs none of these headers.
    if (context.req.method === 'OPTIONS' && isOwn) context.res = preflight();
    else await next();
    context.res.headers.append('vary', 'Origin');
    if (isOwn) {
      context.res.headers.set('access-control-allow-origin', origin);
      context.res.headers.set('access-control-allow-credentials', 'true');
    }
  };
}

function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      'access-control-allow-headers': 'content-type, authorization, accept',
      'access-control-max-age': '600',
    },
  });
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
