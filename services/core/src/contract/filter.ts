import { z } from '@hono/zod-openapi';

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
