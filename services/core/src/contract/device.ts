import { z } from '@hono/zod-openapi';

/** What a language model runs on; `partly`: some of it is on a graphics card, the rest is not. */
export const Device = z.enum(['gpu', 'partly', 'cpu']);
export type Device = z.infer<typeof Device>;
