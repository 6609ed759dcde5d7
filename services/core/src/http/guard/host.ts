import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

/**
 * Answers only to names that belong to this project, so that a foreign page cannot reach it through
 * a name of its own that resolves to this machine (DNS rebinding).
 */
export function allowHosts(names: readonly string[]): MiddlewareHandler {
  const allowed = new Set(
    ['127.0.0.1', 'localhost', '[::1]', ...names].map((name) => name.toLowerCase()),
  );
  return async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    if (!allowed.has(hostName(host))) {
      throw new ServiceError(
        'FORBIDDEN_HOST',
        `this project does not answer to the name ${JSON.stringify(host.slice(0, 100))} in the Host header`,
        'Use 127.0.0.1 or localhost, or add the name to the key hosts in gecko.yaml.',
      );
    }
    await next();
  };
}

export function hostName(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
