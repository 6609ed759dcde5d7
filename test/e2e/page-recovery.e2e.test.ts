import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

/** Run in the page: counts what a screen reader would be told again. */
const hearing = `(() => {
  globalThis.alerts = 0;
  const isAlert = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[role=alert]');
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData' && isAlert(target)) alerts += 1;
      for (const node of addedNodes)
        if (isAlert(node) || (node.nodeType === 1 && node.querySelector('[role=alert]'))) alerts += 1;
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('a page whose backend was away', () => {
  beforeAll(async () => {
    world = await openPageWorld({
      'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    });
  });
  afterAll(() => world?.close());
  afterEach(() => visited?.context.close());

  const failure = (page: Page) => page.getByRole('alert').getByText('The backend does not answer');
  const row = (page: Page) => page.getByRole('row', { name: /warranty\.md/ });
  const corpora = (page: Page) => page.getByRole('combobox', { name: 'Corpus' });
  const cutOff = (page: Page) =>
    page.route(/\/(api\/|session$)/, (route) => route.abort('connectionrefused'));
  const joinAgain = (page: Page) => page.unrouteAll({ behavior: 'ignoreErrors' });

  /** Waits until so many tries of a route have failed. */
  async function failed(page: Page, path: RegExp, count: number): Promise<void> {
    for (let i = 0; i < count; i += 1)
      await page.waitForEvent('requestfailed', (request) => path.test(request.url()));
  }

  it('shows the welcome, its readiness and what can be chosen, without a click', async () => {
    visited = await world.visit({ path: '/nowhere' });
    const { page } = visited;
    await cutOff(page);
    await page.getByRole('link', { name: 'Ask a question' }).click();
    await failure(page).waitFor();
    expect(await corpora(page).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
    await joinAgain(page);
    await page.locator('.readiness li').first().waitFor();
    await corpora(page)
      .locator('option', { hasText: 'corpus_gecko3' })
      .waitFor({ state: 'attached' });
    await failure(page).waitFor({ state: 'detached' });
  });

  it('shows the documents and what a signed-in browser may do, and is heard once', async () => {
    visited = await world.visit();
    const { page } = visited;
    await world.signIn(page);
    await cutOff(page);
    await page.goto(`${world.address}/nowhere`);
    await page.evaluate(hearing);
    await page.getByRole('link', { name: 'Corpus' }).click();
    await failure(page).waitFor();
    await failed(page, /corpus\/documents/, 2);
    expect(await page.evaluate('alerts')).toBe(1);
    await joinAgain(page);
    await row(page).waitFor();
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    await page.getByRole('navigation', { name: 'Collections' }).getByRole('link').waitFor();
    await failure(page).waitFor({ state: 'detached' });
  });

  it('keeps the documents to be seen while they cannot be loaded anew', async () => {
    visited = await world.visit({ path: '/corpus' });
    const { page } = visited;
    await row(page).waitFor();
    await page.getByRole('link', { name: 'Ask' }).click();
    await cutOff(page);
    await page.getByRole('link', { name: 'Corpus' }).click();
    await failure(page).waitFor();
    await failed(page, /corpus\/documents/, 1);
    await row(page).waitFor();
    await joinAgain(page);
    await failure(page).waitFor({ state: 'detached' });
    await row(page).waitFor();
  });

  it('shows a document once its daemon is up again', async () => {
    visited = await world.visit({ path: '/corpus' });
    const { page } = visited;
    await row(page).waitFor();
    expect((await world.run(['down'])).code).toBe(0);
    await page.getByRole('link', { name: 'Warranty' }).click();
    await failure(page).waitFor();
    expect((await world.run(['up'])).code).toBe(0);
    await page.getByRole('heading', { name: 'Warranty', level: 1 }).waitFor();
    await page.locator('.chunk').first().waitFor();
    expect(await failure(page).count()).toBe(0);
  });

  it('opens a view whose code could not come', async () => {
    visited = await world.visit();
    const { page } = visited;
    await page.locator('.readiness').waitFor();
    await page.route(/\/(assets|api)\/|\/session$/, (route) => route.abort('connectionrefused'));
    await page.getByRole('link', { name: 'Corpus' }).click();
    await failure(page).waitFor();
    await failed(page, /\/session$/, 1);
    await joinAgain(page);
    await row(page).waitFor();
  });

  it('does not ask again for what is not there', async () => {
    visited = await world.visit({ path: '/nowhere' });
    const { page } = visited;
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/corpus/documents/')) asked += 1;
    });
    await page.goto(`${world.address}/corpus/00000000-0000-5000-8000-000000000000`);
    await page.getByText('This document is not in the corpus').waitFor();
    await page.waitForTimeout(2_500);
    expect(asked).toBe(1);
  });

  it('waits with it while nobody sees the page', async () => {
    visited = await world.visit({ path: '/corpus' });
    const { page } = visited;
    await row(page).waitFor();
    let asked = 0;
    await page.route('**/api/rag/corpus/documents/*', (route) => {
      asked += 1;
      return route.abort('connectionrefused');
    });
    await page.getByRole('link', { name: 'Warranty' }).click();
    await failure(page).waitFor();
    const see = (isSeen: boolean) =>
      page.evaluate(`(() => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${!isSeen} });
        document.dispatchEvent(new Event('visibilitychange'));
      })()`);
    await see(false);
    await page.waitForTimeout(2_500);
    expect(asked).toBe(1);
    await joinAgain(page);
    await see(true);
    await page.getByRole('heading', { name: 'Warranty', level: 1 }).waitFor();
  });
});
