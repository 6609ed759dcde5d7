import { postJson } from '../api/post-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import { send } from '../api/send.ts';
import { ServiceError } from '../api/service-error.ts';
import { createLineReader } from './line-reader.ts';

/**
 * Lets the Ollama of the project pull a model; to leave early stops it.
 * @throws ServiceError what the backend says, UNREACHABLE, or BROKEN_OFF where there was no end
 */
export async function* pullModel(
  model: string,
  signal: AbortSignal,
): AsyncGenerator<Extract<Schemas['PullEvent'], { event: 'progress' }>> {
  const response = await send('/api/rag/models/pull', postJson({ model }, { signal }));
  const reader = response.body?.getReader();
  if (!reader) throw new ServiceError('UNREADABLE');
  const decoder = new TextDecoder();
  const lines = createLineReader();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause: unknown) => {
        if (signal.aborted) throw cause;
        throw new ServiceError('BROKEN_OFF');
      });
      if (done) throw new ServiceError('BROKEN_OFF');
      for (const line of lines(decoder.decode(value, { stream: true }))) {
        // Of one build with the page.
        const event = JSON.parse(line) as Schemas['PullEvent'];
        if (event.event === 'done') return;
        if (event.event === 'error') {
          const { code, message, hint } = event.error;
          throw new ServiceError(code, message, { hint });
        }
        yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
