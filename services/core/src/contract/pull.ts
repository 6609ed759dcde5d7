import { z } from '@hono/zod-openapi';

/** `POST /models/pull` */
export const PullRequest = z
  .strictObject({
    model: z
      .string()
      .min(1)
      .max(200)
      .openapi({ description: 'as Ollama names it', example: 'llama3.2:1b' }),
  })
  .openapi('PullRequest');
export type PullRequest = z.infer<typeof PullRequest>;

/** NDJSON lines of `POST /models/pull`; the last is `done` or `error`. */
export const PullEvent = z
  .union([
    z.object({
      event: z.literal('progress'),
      status: z.string().openapi({ description: "Ollama's words" }),
      layer: z.string().nullable().openapi({ description: 'digest; null: of none' }),
      done: z.int().openapi({ description: 'bytes of that layer' }),
      total: z.int(),
    }),
    z.object({ event: z.literal('done'), model: z.string() }),
    z.object({
      event: z.literal('error'),
      error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
    }),
  ])
  .openapi('PullEvent');
export type PullEvent = z.infer<typeof PullEvent>;
