import type { Log } from '../log.ts';
import { isStream } from './is-stream.ts';
import { watchedBody } from './watched-body.ts';

/** A web-standard server: a Request in, a Response out. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** A handler that says "starting" until another one takes its place. */
export interface Gate {
  handle(request: Request): Promise<Response>;
  open(handler: Handler): void;
  /** Resolves when no handler runs, and no stream is written. */
  idle(): Promise<unknown>;
}

export function createGate(log: Log): Gate {
  const failed = (error: unknown) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', 'unexpected failure', { reason });
    return Response.json(
      { error: { code: 'INTERNAL', message: 'an unexpected failure; see gecko logs' } },
      { status: 500 },
    );
  };
  let current: Handler = () =>
    Response.json(
      { error: { code: 'BUSY', message: 'gecko is starting', hint: 'Try again in a moment.' } },
      { status: 503, headers: { 'retry-after': '1' } },
    );
  const running = new Set<Promise<unknown>>();
  const count = (work: Promise<unknown>) => {
    running.add(work);
    work.finally(() => running.delete(work));
  };
  return {
    async handle(request) {
      const answer = Promise.resolve(request)
        .then(current)
        // What is thrown once the client has left comes of that; nobody reads this answer.
        .catch((error) =>
          request.signal.aborted ? new Response(null, { status: 499 }) : failed(error),
        );
      count(answer);
      const response = await answer;
      if (!isStream(response) || !response.body) return response;
      const { body, ended } = watchedBody(response.body);
      count(ended);
      return new Response(body, response);
    },
    idle: () => Promise.allSettled(running),
    open(handler) {
      current = handler;
    },
  };
}
