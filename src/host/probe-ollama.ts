import type { Fetch } from '../clients/http-api.ts';
import { portOf } from '../port-of.ts';
import type { HostFiles } from './host-files.ts';
import { isThisMachine } from './is-this-machine.ts';
import { parseBridge } from './parse-bridge.ts';
import { parseListeners } from './parse-listeners.ts';
import type { ProbeResult } from './probe-result.ts';

/** An Ollama that answers on this machine, outside of any container. */
export interface HostOllama {
  /** Where it answers here: `http://127.0.0.1:11434`. */
  url: string;
  version: string;
  /** It listens on loopback only, as far as the system tells (Linux). */
  isLoopback: boolean;
  /** Address of this machine that containers reach, such as 172.17.0.1; null where it is not known. */
  bridge: string | null;
}

/** Milliseconds; on one machine an answer takes a few. */
const deadline = 2000;

/**
 * Looks at a url, and at the engine's bridge: there it listens where containers are to reach it.
 * @param url where Ollama would answer; on another machine nobody is asked
 */
export async function probeOllama(
  fetch: Fetch,
  files: HostFiles,
  url: string,
  signal: AbortSignal,
): Promise<ProbeResult<HostOllama>> {
  const asked = new URL(url);
  if (!isThisMachine(asked.hostname)) return elsewhere(url);
  const port = portOf(asked);
  const read = (paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await files.read(path)) ?? ''));
  const [routes = '', fibTrie = ''] = await read(['/proc/net/route', '/proc/net/fib_trie']);
  const bridge = parseBridge(routes, fibTrie);
  const urls = bridge === null ? [url] : [url, `http://${bridge}:${port}`];
  const versions = await Promise.all(urls.map((each) => askVersion(fetch, each, signal)));
  const at = versions.findIndex((version) => version !== null);
  const [answering, version] = [urls[at], versions[at]];
  if (answering === undefined || version === undefined || version === null) {
    return { state: 'none', reason: `No Ollama answers at ${urls.join(' or ')}` };
  }
  const tables = await read(['/proc/net/tcp', '/proc/net/tcp6']);
  const listeners = tables
    .flatMap((table) => parseListeners(table))
    .filter((listener) => listener.port === port);
  // Where the system tells of none, nobody knows.
  const isLoopback = listeners.length > 0 && listeners.every((listener) => listener.isLoopback);
  return { state: 'found', facts: { url: answering, version, isLoopback, bridge } };
}

/** What it is on another machine is no business of this one's hardware. */
function elsewhere(url: string): ProbeResult<HostOllama> {
  return {
    state: 'broken',
    reason: `OLLAMA_HOST names ${url}, which is not on this machine`,
    mend: `Set generator.url: ${url} in gecko.yaml, and the stack asks that Ollama; or take OLLAMA_HOST out`,
  };
}

async function askVersion(fetch: Fetch, url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    const response = await fetch(`${url}/api/version`, { signal: either });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'version' in body
      ? String(body.version)
      : null;
  } catch {
    // Nothing listens there, or it is no Ollama.
    signal.throwIfAborted();
    return null;
  }
}
