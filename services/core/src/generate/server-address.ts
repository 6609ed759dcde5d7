/** A server as its settings name it, with what must not be printed kept apart. */
export interface ServerAddress {
  /** Without user and password, without a slash at its end. */
  url: string;
  headers: Record<string, string>;
  /** As in the settings. */
  ca?: string;
  /** Takes the secrets out of a text, which a server may have sent back. */
  redact(text: string): string;
}

/** @param url may carry a user and a password, which are sent as basic authentication (RFC 7617) */
export function serverAddress(url: string, key: string | undefined, ca?: string): ServerAddress {
  const parsed = new URL(url);
  const user = decodeURIComponent(parsed.username);
  const password = decodeURIComponent(parsed.password);
  parsed.username = '';
  parsed.password = '';
  const basic = user || password ? `Basic ${btoa(`${user}:${password}`)}` : undefined;
  const authorization = key ? `Bearer ${key}` : basic;
  const secrets = [key, password].filter((secret) => secret !== undefined && secret.length > 3);
  return {
    url: parsed.href.replace(/\/+$/, ''),
    headers: authorization ? { authorization } : {},
    ...(ca === undefined ? {} : { ca }),
    redact: (text) =>
      secrets.reduce<string>((all, secret) => all.replaceAll(secret ?? '', '…'), text),
  };
}
