import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Clock } from '../clock.ts';
import type { Metrics } from './metrics.ts';

/** Counts requests by the route's pattern, never by what a client wrote. */
export function measure(metrics: Metrics, clock: Clock): MiddlewareHandler {
  return async (context, next) => {
    const started = clock.monotonic();
    await next();
    const route = context.res.status === 404 ? 'unknown' : routePath(context, -1);
    metrics.requests.inc({ route, method: context.req.method, status: String(context.res.status) });
    metrics.seconds.observe({ route }, (clock.monotonic() - started) / 1000);
  };
}
