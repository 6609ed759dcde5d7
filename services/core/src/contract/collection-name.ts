import { z } from '@hono/zod-openapi';

export const CollectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'letters, digits, _ and -, at most 100')
  .refine((name) => !name.includes('__'), 'a double underscore is kept for generations')
  .openapi({ example: 'corpus_gecko3', description: 'without a double underscore' });
