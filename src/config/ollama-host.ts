/** Names that Ollama has inside the container networks of gecko and of the stack it grew from. */
const ownNames = /^(ollama|ollama-(cpu|gpu|gpu-amd)|[a-z0-9][a-z0-9-]*-ollama-\d+)$/;

/**
 * The base URL that OLLAMA_HOST names, read as Ollama itself reads it (envconfig.Host): host,
 * host:port or URL; the port is 11434 where no scheme is given.
 * A listening address (0.0.0.0, ::) means this machine.
 */
export function parseOllamaHost(text: string): { url: string } | { ignored: string } {
  const given = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const hasScheme = /^https?:\/\//i.test(given);
  const url = toUrl(hasScheme ? given : `http://${bracketed(given)}`);
  if (url === null) return { ignored: 'it is not a host, host:port or URL' };
  if (!hasScheme && !/:\d+$/.test(bracketed(given).replace(/\/.*$/, ''))) url.port = '11434';
  const host = url.hostname.toLowerCase();
  if (ownNames.test(host)) return { ignored: 'that name exists only inside the container network' };
  if (host === '0.0.0.0' || host === '[::]') url.hostname = '127.0.0.1';
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}

function toUrl(text: string): URL | null {
  if (/\s/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.hostname === '' ? null : url;
}

/** `:11500` listens everywhere; `::1` is an address without a port. */
function bracketed(host: string): string {
  if (/^:\d+$/.test(host)) return `127.0.0.1${host}`;
  return /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f.:]*$/i.test(host) ? `[${host}]` : host;
}
