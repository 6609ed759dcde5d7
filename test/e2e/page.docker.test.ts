import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { untroubled, visitor } from './page-world.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

let gecko: StackSandbox;
let browser: Browser;
let visit: ReturnType<typeof visitor>;

describe.skipIf(chromiumPath === null)('the page that nginx serves', () => {
  beforeAll(async () => {
    gecko = await openStack('page', { weights: null });
    gecko.configure();
    await gecko.ok('up', '--yes');
    const shop = join(gecko.home, 'shop');
    mkdirSync(shop);
    writeFileSync(
      join(shop, 'warranty.md'),
      '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    );
    await gecko.ok('ingest', shop);
    browser = await openBrowser();
    visit = visitor(browser, `http://127.0.0.1:${gecko.ports.web}`);
  });
  afterAll(async () => {
    await browser?.close();
    await gecko?.close();
  });

  it('asks, opens a source, and is there again at its own addresses', async () => {
    const { page, context, trouble, askToEnd, violations } = await visit();
    await askToEnd('Which warranty does the pump have?');
    await page.locator('.answer-text').getByText('thirty months').waitFor();
    await page.locator('.cite').first().click();
    await page.locator('.panel mark').getByText('thirty months').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/c\//);
    await page.reload();
    await page.locator('.panel mark').getByText('thirty months').waitFor();
    expect(await violations()).toEqual([]);
    for (const path of ['/corpus', '/system']) {
      await page.goto(new URL(path, page.url()).href);
      await page.locator('h1').waitFor();
    }
    expect(trouble).toEqual(untroubled);
    await context.close();
  });

  it('is signed in by the link that up prints, also where it has nothing to do', async () => {
    const { stdout } = await gecko.run(['up', '--no-model']);
    const [link = ''] = /http\S+\/login\?code=\S+/.exec(stdout) ?? [];
    const { page, context } = await visit();
    await page.goto(link);
    await page.getByText('Signed in').waitFor();
    await context.close();
  });

  it('is still signed in while one backend is stopped', async () => {
    const { page, context } = await visit();
    await page.goto(String((await gecko.ok('open', '--no-browser')).link));
    await page.getByText('Signed in').waitFor();
    await gecko.ok('stop', 'rag');
    await page.reload();
    await page.getByText('Signed in').waitFor();
    await gecko.ok('start', 'rag');
    await context.close();
  });

  it('tells how large a document may be, as the door says it', async () => {
    const { page, context } = await visit();
    await page.goto(String((await gecko.ok('open', '--no-browser')).link));
    await page.getByText('Signed in').waitFor();
    await page.goto(new URL('/corpus', page.url()).href);
    const large = join(gecko.home, 'large.md');
    writeFileSync(large, '');
    truncateSync(large, 68_157_440);
    await page.setInputFiles('#choose-files', large);
    await page.getByText('The file is 65 MiB, and this project takes 64 MiB at most.').waitFor();
    await context.close();
  });

  it('says that the store is away, and goes on when it is back', async () => {
    const { page, context, ask } = await visit();
    await gecko.ok('stop', 'qdrant');
    await ask('Which warranty does the pump have?');
    await page.getByRole('alert').getByText('STORE_UNREACHABLE').waitFor();
    await gecko.ok('start', 'qdrant');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.answer-text').getByText('thirty months').waitFor();
    await context.close();
  });
});
