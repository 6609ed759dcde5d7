import { z } from '@hono/zod-openapi';

/** One turn of a conversation. */
export const ChatMessage = z
  .strictObject({
    role: z.enum(['system', 'user', 'assistant']),
    content: z.string().max(20_000),
  })
  .openapi('ChatMessage');
export type ChatMessage = z.infer<typeof ChatMessage>;

/** What was said before the question, oldest first. */
export const History = z.array(ChatMessage).max(100);
