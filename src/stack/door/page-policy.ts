import type { ConfigValues } from '../../config/schema.ts';
import { originsAt } from '../origins-at.ts';
import { inlineHashes } from './inline-hashes.ts';

type Settings = Pick<ConfigValues, 'ports' | 'web' | 'bind' | 'expose' | 'tls' | 'hosts'>;

/** Sources by directive. */
type Directives = Record<string, readonly string[]>;

const framed = "frame-ancestors 'none'";

/**
 * Content-Security-Policy of the page. Nobody may frame it, whatever else is allowed.
 *
 * @param index text of index.html in `web.root`; null: the page is ours
 */
export function pagePolicy(config: Settings, index: string | null): string {
  if (index === null) return written(strict([]));
  const { csp, remote } = config.web;
  if (csp === 'strict') return written(strict(remote));
  if (csp === 'flutter') return written(flutter(config, index));
  return /(^|;)\s*frame-ancestors\s/i.test(csp) ? csp : `${csp.replace(/[;\s]*$/, '')}; ${framed}`;
}

/** Its own files and nothing else. */
function strict(remote: readonly string[]): Directives {
  const own = ["'self'", ...remote];
  return {
    'script-src': own,
    'style-src': own,
    'img-src': [...own, 'data:'],
    'font-src': own,
    'media-src': own,
    'connect-src': own,
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
  };
}

/**
 * What the build of a Flutter app needs besides: its engine is WebAssembly, writes style elements, and reads
 * picked files as blobs; its index.html has a base, and a bootstrap in it in most versions; its address
 * of the backends is written in at the build.
 */
function flutter(config: Settings, index: string): Directives {
  const { ports, web } = config;
  const own = ["'self'", ...web.remote];
  return {
    ...strict(web.remote),
    'script-src': [...own, "'wasm-unsafe-eval'", ...inlineHashes(index)],
    // A hash among these would turn 'unsafe-inline' off.
    'style-src': [...own, "'unsafe-inline'"],
    'img-src': [...own, 'data:', 'blob:'],
    'font-src': [...own, 'data:'],
    'media-src': [...own, 'data:', 'blob:'],
    'connect-src': [...own, 'data:', 'blob:', ...originsAt([ports.rag, ports.qa], config)],
    'worker-src': ["'self'", 'blob:'],
    'base-uri': ["'self'"],
  };
}

function written(directives: Directives): string {
  const lines = Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(' ')}`);
  return ["default-src 'none'", ...lines, framed].join('; ');
}
