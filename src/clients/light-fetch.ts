import type { IncomingMessage } from 'node:http';
import type { Fetch } from './http-api.ts';

/**
 * A fetch for short requests to this machine, over node:http and each with a connection of its own: Node's
 * own takes 50 ms to load, which is most of what `gecko status` would need. Its answer has what clients here
 * read of one.
 */
export const lightFetch: Fetch = async (input, { method = 'GET', headers, body, signal } = {}) => {
  const { request } = await import('node:http');
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    // Of the kinds of headers that fetch takes, clients here give plain objects.
    const plain = { ...(headers as Record<string, string> | undefined) };
    const options = { method, agent: false, headers: plain, ...(signal ? { signal } : {}) };
    request(String(input), options, resolve)
      .on('error', reject)
      .end(body ?? undefined);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const status = message.statusCode ?? 0;
  const answer: Partial<Record<keyof Response, unknown>> = {
    ok: status >= 200 && status < 300,
    status,
    statusText: message.statusMessage ?? '',
    headers: { get: (name: string) => message.headers[name.toLowerCase()] ?? null },
    text: async () => text,
    json: async () => JSON.parse(text),
    // Nothing here is used up by reading it.
    clone: () => answer,
  };
  // Making a real one would load all of fetch.
  return answer as unknown as Response;
};
