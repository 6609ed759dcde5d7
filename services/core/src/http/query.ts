import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ServiceError } from '../contract/errors.ts';

/** The query parameters of a request, checked. @throws ServiceError BAD_REQUEST */
export function query<Schema extends z.ZodType>(context: Context, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(context.req.query());
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
  );
  throw new ServiceError(
    'BAD_REQUEST',
    problems.join('; '),
    'GET /openapi.json describes every parameter.',
  );
}
