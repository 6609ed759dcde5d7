import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

/** A JSON body says that it is one: a form of a foreign page cannot. */
export const requireJson: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type') ?? '';
  const encoding = context.req.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      `the body is encoded with ${encoding.slice(0, 60)}`,
      'Send it as it is.',
    );
  }
  const isJson = /^application\/json\s*(;|$)/i.test(type);
  const isOther = type !== '' || hasBody(context.req.raw.headers);
  if (context.req.method === 'POST' && !isJson && isOther) {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      type === '' ? 'the body has no content type' : `the body is ${type.slice(0, 60)}`,
      'Send JSON with the header Content-Type: application/json.',
    );
  }
  await next();
};

/** By RFC 9112, section 6.3: a request with neither header has none. */
function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || Number(headers.get('content-length') ?? '0') > 0;
}
