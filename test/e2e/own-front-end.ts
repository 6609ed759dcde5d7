import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  beforeAll(async () => {
    browser = await openBrowser();
    foreign = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<title>Foreign</title>'),
    );
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser?.close();
    foreign?.close();
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
    const send = (address: string, headers: Record<string, string>) =>
      tried(`const body = new Blob([new Uint8Array(200 * 1024 * 1024)]);
        const headers = ${JSON.stringify(headers)};
        const response = await fetch('${address}', { method: 'PUT', headers, body });
        return [response.status, (await response.json()).error.code];`);
    const path = '/corpus/documents/large';
    const [rag = ''] = postedTo(front().ports);
    const straight = new URL(path, rag).href;
    expect(await send(`/api/rag${path}`, {})).toEqual([413, 'BODY_TOO_LARGE']);
    expect(await send(straight, { authorization: bearer })).toEqual([413, 'BODY_TOO_LARGE']);
  });
}
