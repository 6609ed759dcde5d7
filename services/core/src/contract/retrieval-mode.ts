import { z } from '@hono/zod-openapi';

export const RetrievalMode = z.enum(['hybrid', 'dense', 'lexical']);
export type RetrievalMode = z.infer<typeof RetrievalMode>;

export const Fusion = z.enum(['convex', 'rrf']);
export type Fusion = z.infer<typeof Fusion>;
