import type { z } from '@hono/zod-openapi';
import { ServiceError } from '../contract/errors.ts';
import { reasonOf } from '../reason-of.ts';
import { readBody } from './read-body.ts';

/**
 * A JSON body, checked. @throws ServiceError BAD_REQUEST that names the place and what was expected,
 * BODY_TOO_LARGE
 */
export async function jsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limit: number,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(parse(await readBody(request, limit, signal)));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const place = path.map(String).join('.');
    return shortened(place === '' ? message : `${place}: ${message}`);
  });
  throw new ServiceError(
    'BAD_REQUEST',
    problems.slice(0, 5).join('; '),
    'GET /openapi.json describes every field.',
  );
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), refuseProto);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const reason = reasonOf(error);
    throw new ServiceError(
      'BAD_REQUEST',
      `the body is not JSON: ${reason.slice(0, 200)}`,
      'GET /openapi.json describes every body.',
      { cause: error },
    );
  }
}

/** Validation would drop this key without a word, and with it, say, a filter. */
function refuseProto(key: string, value: unknown): unknown {
  if (key !== '__proto__') return value;
  throw new ServiceError('BAD_REQUEST', 'a key is named __proto__', 'Leave it out.');
}

/** What a client wrote, such as a thousand unknown keys, is not sent back whole. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
