import { createHash } from 'node:crypto';
import type { Core } from '@gecko/core/core';
import { createBackend } from '@gecko/core/http/backend';
import { documentId } from '@gecko/core/ingest/identity';
import { createFakeCore } from './fake-core.ts';

const address = 'http://127.0.0.1:8002';

/** A whole `qa` backend over a fake core, asked without a port. */
export function openTestBackend() {
  let core = createFakeCore();
  let app = createBackend(core, 'qa');

  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(new URL(path, address).href, {
      ...init,
      headers: { host: '127.0.0.1:8002', ...init.headers },
    });

  return {
    get store() {
      return core.store;
    },
    /** Another process over the same store. */
    restart(overrides: Partial<Core>) {
      core = createFakeCore({ store: core.store, ...overrides });
      app = createBackend(core, 'qa');
    },
    /** @param path may be a whole URL, for another host */
    request,
    post: (path: string, body: unknown, headers = {}) =>
      request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...jsonType, ...headers },
      }),
    put(path: string, text: string, options: { from?: string; source?: string } = {}) {
      const { source = 'docs', from } = options;
      const parameters = new URLSearchParams({ source, path, ...(from ? { from } : {}) });
      const id = documentId('corpus_gecko3', source, path);
      return request(`/corpus/documents/${id}?${parameters}`, {
        method: 'PUT',
        body: text,
        headers: { authorization },
      });
    },
  };
}

export type TestBackend = ReturnType<typeof openTestBackend>;

export const authorization = 'Bearer secret-token';
export const jsonType = { 'content-type': 'application/json' };
export const WARRANTY =
  '# Warranty\n\nThe warranty of the lamp lasts two years from the date of purchase.\n';
export const RETURNS = '# Returns\n\nA parcel can be sent back within thirty days.\n';

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the assertions check
export const json = async (response: Response): Promise<any> => response.json();
export const errorOf = async (response: Response) => (await json(response)).error;
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
