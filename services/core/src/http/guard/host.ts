import type { MiddlewareHandler } from 'hono';
import { ServiceError } from '../../contract/errors.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Answers only to names that belong to this project, so that a foreign page cannot reach it through
 * a name of its own that resolves to this machine (DNS rebinding).
 */
export function allowHosts(names: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    if (!isAllowedHost(context.req.raw, names)) {
      const host = context.req.header('host') ?? '';
      throw new ServiceError(
        'FORBIDDEN_HOST',
        `this project does not answer to the name ${JSON.stringify(host.slice(0, 100))} in the Host header`,
        'Use 127.0.0.1 or localhost, or add the name to the key hosts in gecko.yaml.',
      );
    }
    await next();
  };
}

/**
 * Whether a request names this project, in its Host header and, where its target is a whole URL, there
 * too (RFC 9112, section 3.2.2).
 *
 * @param names allowed besides the loopback names, without port
 */
export function isAllowedHost(request: Request, names: readonly string[]): boolean {
  const allowed = [...LOOPBACK, ...names].map((name) => name.toLowerCase());
  const { host } = new URL(request.url);
  return [request.headers.get('host') ?? host, host].every((name) =>
    allowed.includes(hostName(name)),
  );
}

function hostName(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
