import { z } from '@hono/zod-openapi';

export const Health = z
  .object({
    status: z.literal('ok'),
    instance: z.string(),
    service: z.string(),
    version: z.string(),
  })
  .openapi('Health');
export type Health = z.infer<typeof Health>;

/** How one thing that a backend stands on is. */
export const DependencyState = z.object({
  name: z.enum(['store', 'embedder', 'generator', 'corpus']),
  state: z.enum(['ok', 'degraded', 'failed']),
  detail: z.string(),
});
export type DependencyState = z.infer<typeof DependencyState>;

/** `ready` is true when questions can be answered; a degraded dependency says so in its detail. */
export const Ready = z
  .object({
    ready: z.boolean(),
    dependencies: z.array(DependencyState),
  })
  .openapi('Ready');
export type Ready = z.infer<typeof Ready>;
