import { z } from '@hono/zod-openapi';

export const CollectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'letters, digits, _ and -, at most 100')
  .refine((name) => !name.includes('__'), 'a double underscore is kept for generations')
  .openapi({ example: 'corpus_gecko3' });

/**
 * Metadata filters: every key must match. A list means any of its values. Keys are the document
 * fields `source`, `path`, `type`, `language`, or a front-matter key. `path` matches as a prefix
 * when it ends in `/`.
 */
export const Filter = z
  .record(
    z.string().min(1).max(100),
    z.union([z.string().max(500), z.array(z.string().max(500)).max(50)]),
  )
  .openapi({ example: { source: 'docs' } });
export type Filter = z.infer<typeof Filter>;

export const RetrievalMode = z.enum(['hybrid', 'dense', 'lexical']);
export type RetrievalMode = z.infer<typeof RetrievalMode>;

export const Fusion = z.enum(['convex', 'rrf']);
export type Fusion = z.infer<typeof Fusion>;
