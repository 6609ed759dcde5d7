import { z } from '@hono/zod-openapi';

/**
 * Every error code that a backend answers, with its HTTP status. The CLI maps the same codes to
 * exit codes and long explanations (src/error-codes); the names are stable, scripts match on them.
 */
export const serviceErrors = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN_HOST: 403,
  FORBIDDEN_ORIGIN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  COLLECTION_MISSING: 404,
  DOCUMENT_MISSING: 404,
  GENERATION_MISSING: 404,
  DOCUMENT_EXISTS: 409,
  CONTENT_NEEDED: 409,
  FINGERPRINT_MISMATCH: 409,
  SCHEMA_NEWER: 409,
  COLLECTION_BUSY: 409,
  COLLECTION_READ_ONLY: 409,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  DOCUMENT_UNREADABLE: 422,
  DOCUMENT_EMPTY: 422,
  FILTER_UNKNOWN_FIELD: 422,
  BUSY: 503,
  STORE_UNREACHABLE: 503,
  STORE_UNAUTHORIZED: 503,
  STORE_UNSUPPORTED: 503,
  EMBEDDER_UNAVAILABLE: 503,
  GENERATOR_UNREACHABLE: 503,
  MODEL_MISSING: 503,
  MODEL_UNKNOWN: 404,
  NO_OLLAMA: 409,
  MODEL_PULL_FAILED: 502,
  PROMPT_TOO_LONG: 422,
  DEADLINE: 504,
  CANCELLED: 499,
  NO_SPACE: 507,
  INTEGRITY: 500,
  INTERNAL: 500,
} as const;

export type ServiceErrorCode = keyof typeof serviceErrors;

/** An error that a backend can say to its caller: what happened, and what mends it. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly hint: string | undefined;
  readonly limit: number | undefined;

  constructor(
    code: ServiceErrorCode,
    message: string,
    hint?: string,
    options?: ErrorOptions & { limit?: number },
  ) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
    this.hint = hint;
    this.limit = options?.limit;
  }

  get status(): number {
    return serviceErrors[this.code];
  }
}

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: 'COLLECTION_MISSING' }),
      message: z.string(),
      hint: z.string().optional(),
      limit: z.number().int().optional().openapi({
        description: 'Bytes that the route takes, of BODY_TOO_LARGE',
      }),
    }),
  })
  .openapi('Error');
export type ErrorBody = z.infer<typeof ErrorBody>;
