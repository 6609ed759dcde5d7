import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

/** A JSON body says that it is one: a form of a foreign page cannot. */
export const requireJson: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type') ?? '';
  if (
    context.req.method === 'POST' &&
    hasBody(context.req.raw) &&
    !/^application\/json\s*(;|$)/i.test(type)
  ) {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      type === '' ? 'the body has no content type' : `the body is ${type.slice(0, 60)}`,
      'Send JSON with the header Content-Type: application/json.',
    );
  }
  await next();
};

function hasBody(request: Request): boolean {
  return request.body !== null && request.headers.get('content-length') !== '0';
}
