import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

/** What needs no token although it is a POST: it changes nothing. So does nothing under /v1. */
const openPosts = new Set(['/ask', '/search', '/corpus/plan']);

/** Every request that changes something needs the project's token. */
export function requireToken(token: string): MiddlewareHandler {
  const expected = digest(`Bearer ${token}`);
  return async (context, next) => {
    const { method, path } = context.req;
    const isOpen =
      method === 'GET' ||
      method === 'HEAD' ||
      method === 'OPTIONS' ||
      (method === 'POST' && (openPosts.has(path) || path.startsWith('/v1/')));
    const header = context.req.header('authorization') ?? '';
    const given = digest(header.replace(/^bearer +/i, 'Bearer '));
    if (!isOpen && !timingSafeEqual(given, expected)) {
      throw new ServiceError(
        'UNAUTHORIZED',
        `${method} ${path} needs the token of the project`,
        'Send it as Authorization: Bearer TOKEN; gecko token show prints it. In the browser, sign in with gecko open.',
      );
    }
    await next();
  };
}

/** Of equal length whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
