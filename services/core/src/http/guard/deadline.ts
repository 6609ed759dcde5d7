import { setMaxListeners } from 'node:events';
import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';
import type { HttpEnvironment } from '../environment.ts';
import { isStream } from '../is-stream.ts';

/** Gives each request one signal: the client has left, or its time is over. */
export function withDeadline(milliseconds: number): MiddlewareHandler<HttpEnvironment> {
  return async (context, next) => {
    const overdue = new AbortController();
    const timer = setTimeout(() => {
      const seconds = Math.round(milliseconds / 1000);
      overdue.abort(
        new ServiceError(
          'DEADLINE',
          `not finished within ${seconds} s`,
          'Raise the key limits.deadline.',
        ),
      );
    }, milliseconds);
    timer.unref();
    const signal = AbortSignal.any([context.req.raw.signal, overdue.signal]);
    // One document's batches wait for it together, and Node warns of ten listeners.
    setMaxListeners(0, signal);
    context.set('signal', signal);
    context.set('finish', () => clearTimeout(timer));
    await next();
    // A stream goes on after its headers; its deadline does too.
    if (!isStream(context.res)) clearTimeout(timer);
  };
}
