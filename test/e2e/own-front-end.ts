import { createReadStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { documentId } from '@gecko/core/ingest/identity';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { until } from './sandbox.ts';

export interface FrontEnd {
  ports: { web: number; rag: number; qa: number };
  /** A link that signs a browser in. */
  link(): Promise<string>;
  /** That of the project. */
  token(): Promise<string>;
}

/** Bytes of a file that is larger than a document may be. */
const size = 200 * 1024 * 1024;

interface Report {
  isDone: boolean;
  violations: string[];
}

/** Addresses that the build of `test/fakes/flutter-build.ts` is made with. */
export function postedTo({ rag, qa }: FrontEnd['ports']): string[] {
  return [`http://localhost:${rag}/ask`, `http://localhost:${qa}/ask`];
}

/** The scenarios of that build, the same for each runtime. @param front set up in `beforeAll` */
export function itServesFlutterBuild(front: () => FrontEnd): void {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let foreign: Server;
  let folder: string;
  let large: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-large-'));
    large = join(folder, 'large.md');
    writeFileSync(large, '');
    truncateSync(large, size);
    browser = await openBrowser();
    foreign = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<title>Foreign</title>'),
    );
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser?.close();
    foreign?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const at = (name: string, path = '/') => `http://${name}:${front().ports.web}${path}`;
  const foreignOrigin = () => `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
  const report = async () => {
    // Playwright's own way of waiting needs 'unsafe-eval'.
    await until(() => page.evaluate('typeof report === "object" && report.isDone === true'));
    return (await page.evaluate('report')) as Report;
  };
  /** Runs it in the page; what is thrown there comes as text. */
  const tried = (code: string) =>
    page.evaluate(`(async () => { ${code} })().catch((error) => String(error))`);

  it.each(['localhost', '127.0.0.1'])('runs whole at http://%s', async (name) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(at(name));
    const [rag = '', qa = ''] = postedTo(front().ports);
    expect(await report()).toEqual({
      isDone: true,
      violations: [],
      route: '/',
      posted: {
        [rag]: expect.stringMatching(/^200 .*dark green/s),
        [qa]: expect.stringMatching(/^200 .*dark green/s),
      },
      sum: 42,
      worker: 3,
      style: 'rgb(1, 2, 3) 0.5',
      picked: 'picked',
      types: ['font/otf', 'text/plain; charset=utf-8', 'application/octet-stream'],
      serviceWorker: 'from the worker',
    });
    expect(problems).toEqual([]);
  });

  it.each(['/orders/42', '/files/offer.v2.pdf'])(
    'opens at its own route %s, and again',
    async (route) => {
      await page.goto(at('localhost', route));
      expect(await report()).toMatchObject({ route, sum: 42, violations: [] });
      // Its service worker serves it from now on.
      await page.reload();
      expect(await report()).toMatchObject({ route, sum: 42, violations: [] });
      expect(await page.evaluate('navigator.serviceWorker.controller.scriptURL')).toContain(
        '?v=17',
      );
    },
  );

  it('runs no inline script that its index.html does not have', async () => {
    await page.goto(at('localhost'));
    await report();
    await tried(`const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="none.png" onerror="document.title = 2">');
      await new Promise((resolve) => setTimeout(resolve, 300));`);
    expect(await page.title()).toBe('Field app');
    const { violations } = await report();
    expect(violations).toEqual(
      expect.arrayContaining(['script-src-elem inline', 'script-src-attr inline']),
    );
  });

  it('reaches nobody who is not named', async () => {
    await page.goto(at('localhost'));
    await report();
    expect(await tried(`await fetch('${foreignOrigin()}/font')`)).toContain('Failed to fetch');
    expect((await report()).violations).toEqual([`connect-src ${foreignOrigin()}/font`]);
  });

  it('shares the backends with no other origin', async () => {
    await page.goto(foreignOrigin());
    const [rag = '', qa = ''] = postedTo(front().ports);
    for (const address of [
      rag,
      qa,
      at('localhost', '/api/rag/ask'),
      at('127.0.0.1', '/api/qa/ask'),
    ])
      for (const type of ['application/json', 'text/plain']) {
        const headers = `{ 'content-type': '${type}' }`;
        const init = `{ method: 'POST', headers: ${headers}, body: '{"question":"x"}' }`;
        expect(await tried(`await fetch('${address}', ${init})`), address).toContain(
          'Failed to fetch',
        );
      }
    expect(await tried(`await fetch('${at('localhost', '/api/rag/health')}')`)).toContain(
      'Failed to fetch',
    );
  });

  it('is told when a document is too large, on the way of the page and straight at a backend', async () => {
    const { link, token } = front();
    await page.goto(await link());
    await report();
    const bearer = `Bearer ${await token()}`;
    // A file, of which Chromium reads a piece at a time.
    await tried(
      `document.body.append(Object.assign(document.createElement('input'), { type: 'file' }))`,
    );
    await page.locator('input').setInputFiles(large);
    const send = (address: string, headers: Record<string, string>) =>
      tried(`const [body] = document.querySelector('input').files;
        const headers = ${JSON.stringify(headers)};
        const response = await fetch('${address}', { method: 'PUT', headers, body });
        const { code, message, limit } = (await response.json()).error;
        return [response.status, code, message, limit];`);
    const id = documentId('corpus_gecko3', 'page', 'large.md');
    const path = `/corpus/documents/${id}?source=page&path=large.md`;
    const [rag = ''] = postedTo(front().ports);
    const straight = new URL(path, rag).href;
    const refused = [413, 'BODY_TOO_LARGE', 'the body is larger than 64 MiB', 67_108_864];
    expect(await send(`/api/rag${path}`, {})).toEqual(refused);
    expect(await send(straight, { authorization: bearer })).toEqual(refused);
    // Other systems than Linux throw an answer away that is not read when the connection breaks.
    const byPage = at('127.0.0.1', `/api/rag${path}`);
    expect(await sentWhole(large, byPage, { authorization: bearer })).toBe(413);
  });
}

/**
 * Status of the answer to a file, as a browser sends one: to its end, whatever comes meanwhile.
 * @throws where the connection ends before
 */
async function sentWhole(
  file: string,
  address: string,
  headers: Record<string, string>,
): Promise<number> {
  const { hostname, port, host, pathname, search } = new URL(address);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  const all = { host, 'content-length': String(size), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`PUT ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
  try {
    await pipeline(createReadStream(file), socket, { end: false });
    await until(() => answer.includes('\r\n\r\n'));
    return Number(answer.split(' ')[1]);
  } finally {
    socket.destroy();
  }
}
