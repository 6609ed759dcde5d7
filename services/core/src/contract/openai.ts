import { z } from '@hono/zod-openapi';
import { Citation } from './ask.ts';

/** A text, or the parts of one, as clients for several kinds of input send it. */
const Content = z.union([
  z.string(),
  z.array(z.object({ type: z.literal('text'), text: z.string() })),
]);

/**
 * `POST /v1/chat/completions`, what is used of it; the rest of what clients send is left alone.
 * https://platform.openai.com/docs/api-reference/chat
 */
export const ChatCompletionRequest = z
  .looseObject({
    model: z.string().max(200).openapi({
      description: 'gecko, a collection, or the name of the language model without the corpus',
    }),
    messages: z
      .array(z.looseObject({ role: z.string(), content: Content.nullish() }))
      .min(1)
      .max(200),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  })
  .openapi('ChatCompletionRequest');
export type ChatCompletionRequest = z.infer<typeof ChatCompletionRequest>;

const Usage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});

export const ChatCompletion = z
  .object({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.literal(0),
        message: z.object({ role: z.literal('assistant'), content: z.string() }),
        finish_reason: z.enum(['stop', 'length']),
      }),
    ),
    usage: Usage.openapi({ description: 'an estimate' }),
    citations: z.array(Citation).optional(),
  })
  .openapi('ChatCompletion');
export type ChatCompletion = z.infer<typeof ChatCompletion>;

export const Model = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    created: z.int(),
    owned_by: z.string(),
  })
  .openapi('Model');
export type Model = z.infer<typeof Model>;

export const ModelList = z
  .object({ object: z.literal('list'), data: z.array(Model) })
  .openapi('ModelList');
