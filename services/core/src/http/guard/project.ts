import type { MiddlewareHandler } from 'hono';
import type { CoreConfig } from '../../config.ts';
import {
  CONTRACT_VERSION,
  HEADER_CONTRACT,
  HEADER_PROJECT,
  HEADER_PROJECT_ID,
} from '../../contract/version.ts';

/** Says on every answer, errors too, whose backend this is; clients check it before they write. */
export function sayProject({
  project,
  projectId,
}: Pick<CoreConfig, 'project' | 'projectId'>): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set(HEADER_PROJECT, project);
    headers.set(HEADER_PROJECT_ID, projectId);
    headers.set(HEADER_CONTRACT, String(CONTRACT_VERSION));
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('x-frame-options', 'DENY');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-site');
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}
