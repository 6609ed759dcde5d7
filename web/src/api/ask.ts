import type { Backend } from './backend.ts';
import { postJson } from './post-json.ts';
import { readEvents } from './read-events.ts';
import type { Schemas } from './schema.d.ts';
import { send } from './send.ts';
import { ServiceError } from './service-error.ts';

/** In this order: analysis (of rag), citations, token…, done. */
export type AskEvent =
  | { event: 'analysis'; data: Schemas['Analysis'] }
  | {
      event: 'citations';
      data: Pick<Schemas['AskResponse'], 'citations' | 'retrieval' | 'generator'>;
    }
  | { event: 'token'; data: { text: string } }
  | { event: 'done'; data: Schemas['AskResponse'] };

/**
 * Asks a backend.
 * @throws ServiceError what the backend says, UNREACHABLE, or BROKEN_OFF where there was no `done`
 */
export async function* ask(
  backend: Backend,
  request: Schemas['AskRequest'],
  signal: AbortSignal,
): AsyncGenerator<AskEvent> {
  const init = postJson(request, { headers: { accept: 'text/event-stream' }, signal });
  const response = await send(`/api/${backend}/ask`, init);
  if (!response.body) throw new ServiceError('UNREADABLE');
  for await (const { event, data } of readEvents(response.body, signal)) {
    if (event === 'error') throw failureOf(data as Schemas['Error']);
    // Of one build with the page; an event that a newer contract adds is left alone by its readers.
    yield { event, data } as AskEvent;
    if (event === 'done') return;
  }
  throw new ServiceError('BROKEN_OFF');
}

function failureOf({ error: { code, message, hint } }: Schemas['Error']): ServiceError {
  return new ServiceError(code, message, { hint });
}
