import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Clock } from '../clock.ts';
import { isStream } from './is-stream.ts';
import type { Metrics } from './metrics.ts';
import { watchedBody } from './watched-body.ts';

/** Counts requests by the route's pattern, never by what a client wrote. */
export function measure(metrics: Metrics, clock: Clock): MiddlewareHandler {
  return async (context, next) => {
    const started = clock.monotonic();
    metrics.inFlight.inc();
    try {
      await next();
    } catch (error) {
      metrics.inFlight.dec();
      throw error;
    }
    const route = context.res.status === 404 ? 'unknown' : routePath(context, -1);
    metrics.requests.inc({ route, method: context.req.method, status: String(context.res.status) });
    metrics.seconds.observe({ route }, (clock.monotonic() - started) / 1000);
    const source = isStream(context.res) ? context.res.body : null;
    if (!source) return metrics.inFlight.dec();
    // Hono answers HEAD by the route of GET and drops the body unread: its source has to know.
    if (context.req.method === 'HEAD') return source.cancel().finally(() => metrics.inFlight.dec());
    // Its work goes on while it is read.
    const { body, ended } = watchedBody(source);
    void ended.then(() => metrics.inFlight.dec());
    context.res = new Response(body, context.res);
  };
}
