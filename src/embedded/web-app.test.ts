import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBrowserSession } from '@gecko/core/http/browser-session';
import { isAllowedHost } from '@gecko/core/http/guard/host';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { pagePolicy } from '../stack/door/page-policy.ts';
import { createWebApp, type Handler, type WebAppOptions } from './web-app.ts';

const policy = pagePolicy(Config.parse({}) as ConfigValues, null);
let folder: string;
let options: WebAppOptions;
let app: Handler;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-web-'));
  mkdirSync(join(folder, 'web'));
  writeFileSync(join(folder, 'web', 'index.html'), 'the page');
  writeFileSync(join(folder, 'web', 'app.js'), 'code');
  mkdirSync(join(folder, 'web', 'assets'));
  writeFileSync(join(folder, 'web', 'assets', 'a-1.css'), 'style');
  writeFileSync(join(folder, 'web', '.env'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'web', 'link.txt'));
  options = {
    project: 'gecko',
    isAllowedHost: (request) => isAllowedHost(request, ['intranet.example']),
    page: { root: join(folder, 'web'), policy, isOurs: true },
    backends: { rag: echo('rag'), qa: echo('qa') },
    session: createBrowserSession({ project: 'gecko', token: 'token', now: () => 0 }),
  };
  app = createWebApp(options);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A backend that answers with what it was asked. */
function echo(name: string): Handler {
  return async (request) =>
    Response.json({
      name,
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
}

async function get(path: string, init: RequestInit = {}): Promise<Response> {
  return app(new Request(`http://127.0.0.1:8081${path}`, init));
}

async function json(path: string, init: RequestInit): Promise<Record<string, unknown>> {
  return (await get(path, init)).json() as Promise<Record<string, unknown>>;
}

async function signedIn(): Promise<string> {
  const headers = { authorization: 'Bearer token' };
  const { code } = await json('/login/links', { method: 'POST', headers });
  const response = await get(`/login?code=${code}`);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('the page', () => {
  it('is served under a policy without inline code, also for its own routes', async () => {
    for (const path of ['/', '/index.html', '/documents/1']) {
      const response = await get(path);
      expect(await response.text()).toBe('the page');
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    }
    expect((await get('/app.js')).headers.get('content-type')).toMatch('text/javascript');
  });

  it('is its index.html too where a browser goes to a route that looks like a file', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    expect(await (await get('/c/warranty.md', { headers })).text()).toBe('the page');
    expect((await get('/c/warranty.md', { headers: { accept: '*/*' } })).status).toBe(404);
    expect((await get('/.env', { headers })).status).toBe(404);
  });

  it('is asked for again, and sent only where it has changed', async () => {
    const first = await get('/app.js');
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const tag = first.headers.get('etag') ?? '';
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await get('/app.js', { headers: { 'if-none-match': known } });
      expect(again.status, known).toBe(304);
      expect(await again.text()).toBe('');
      expect(again.headers.get('etag')).toBe(tag);
      expect(again.headers.get('content-security-policy')).toBe(policy);
    }
    writeFileSync(join(folder, 'web', 'app.js'), 'other code');
    expect((await get('/app.js', { headers: { 'if-none-match': tag } })).status).toBe(200);
  });

  it('is kept for ever where its names have a hash of the content: in assets of our own page', async () => {
    const kept = async (path: string) => (await get(path)).headers.get('cache-control') ?? '';
    expect(await kept('/assets/a-1.css')).toContain('immutable');
    for (const path of ['/', '/app.js', '/assets/none', '/assets/none.css'])
      expect(await kept(path), path).not.toContain('immutable');
    app = createWebApp({ ...options, page: { ...options.page, isOurs: false } });
    expect(await kept('/assets/a-1.css')).toBe('no-cache');
  });

  it('is all that is served: nothing above its folder, by dots, by encoding, by a link', async () => {
    for (const path of [
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/link.txt',
      '/%00',
      '/%ff',
      '/no.js',
      '/.env',
      '/.git/config',
      '/api/other/ask',
    ])
      expect((await get(path)).status, path).toBe(404);
  });

  it('mints no link for a page of another origin', async () => {
    const headers = { authorization: 'Bearer token', origin: 'http://evil.example' };
    expect((await get('/login/links', { method: 'POST', headers })).status).toBe(403);
  });

  it('keeps a link for who follows it: a preview by HEAD does not use it up', async () => {
    const headers = { authorization: 'Bearer token' };
    const { code } = await json('/login/links', { method: 'POST', headers });
    expect((await get(`/login?code=${code}`, { method: 'HEAD' })).status).toBe(204);
    expect((await get(`/login?code=${code}`)).status).toBe(303);
  });

  it('answers only to names that were allowed', async () => {
    const status = async (host: string) => (await get('/', { headers: { host } })).status;
    expect(await status('127.0.0.1:8081')).toBe(200);
    expect(await status('localhost')).toBe(200);
    expect(await status('Intranet.Example:80')).toBe(200);
    expect(await status('rebound.example:8081')).toBe(403);
  });
});

describe('a sign-in link', () => {
  it('needs the token', async () => {
    expect((await get('/login/links', { method: 'POST' })).status).toBe(401);
    const headers = { authorization: 'Bearer wrong' };
    expect((await get('/login/links', { method: 'POST', headers })).status).toBe(401);
  });

  it('signs a browser in and leads to the page', async () => {
    const cookie = await signedIn();
    expect(await (await get('/session', { headers: { cookie } })).json()).toEqual({
      signedIn: true,
    });
    expect(await (await get('/session')).json()).toEqual({ signedIn: false });
  });

  it('that is refused says so to a browser in its language, under a policy that the page keeps', async () => {
    const refused = async (language: string) => {
      const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': language };
      const response = await get('/login?code=used', { headers });
      return { response, html: await response.text() };
    };
    for (const language of [
      'es',
      'es-MX,es;q=0.9,en;q=0.8',
      'fr, en;q=0.3, ES-ar;q=0.7',
      'en;q=0,es',
    ])
      expect((await refused(language)).html, language).toContain('<html lang="es">');
    for (const language of ['', 'en-GB', 'fr', 'en, es;q=0.9', 'es;q=0.1, en;q=0.2', 'nonsense;;,'])
      expect((await refused(language)).html, language).toContain('<html lang="en">');
    const { response, html } = await refused('en');
    expect(response.status).toBe(403);
    expect(html).toContain('<code>gecko open</code>');
    expect(html).toContain('href="/"');
    expect(html).not.toMatch(/<script|style=|src=|<link/);
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
  });

  it('that is refused is an error like any other to everybody else', async () => {
    const response = await get('/login?code=used', { headers: { accept: '*/*' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect(await response.json()).toMatchObject({
      error: { code: 'UNAUTHORIZED', hint: expect.stringContaining('gecko open') },
    });
  });

  it('that was used leads a browser that is signed in to the page, and gives it nothing new', async () => {
    const again = await get('/login?code=used', { headers: { cookie: await signedIn() } });
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toBe('/');
    expect(again.headers.get('set-cookie')).toBeNull();
  });
});

describe('a backend behind the page', () => {
  it('gets method, path, query, body and Origin', async () => {
    const init = { method: 'POST', body: 'words', headers: { origin: 'https://other.example' } };
    expect(await (await get('/api/qa/ask?x=1', init)).json()).toMatchObject({
      name: 'qa',
      method: 'POST',
      url: 'http://127.0.0.1:8081/ask?x=1',
      body: 'words',
      headers: { origin: 'https://other.example' },
    });
  });

  it('gets the token of a signed-in browser and never its cookie', async () => {
    const cookie = await signedIn();
    const { headers } = await json('/api/rag/health', { headers: { cookie } });
    expect(headers).toMatchObject({ authorization: 'Bearer token' });
    expect(headers).not.toHaveProperty('cookie');
  });

  it('gets no token otherwise', async () => {
    const cookie = 'gecko_gecko=99999999999999.forged';
    const { headers } = await json('/api/rag/health', { headers: { cookie } });
    expect(headers).not.toHaveProperty('authorization');
  });
});
