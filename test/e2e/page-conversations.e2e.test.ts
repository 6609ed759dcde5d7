import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('conversations', () => {
  beforeAll(async () => {
    world = await openPageWorld({
      'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    });
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    visited = await world.visit({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  });
  afterEach(() => visited?.context.close());

  const list = (): Locator =>
    visited.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem');
  const choose = async (title: string, action: string) => {
    await visited.page.getByLabel(`Actions for ${title}`).click();
    await visited.page.getByRole('button', { name: action, exact: true }).click();
  };

  it('are listed newest first, and are there again after a reload and in another tab', async () => {
    const { page, context } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    const address = page.url();
    expect(address).toMatch(/\/c\/[0-9a-f]{32}$/);
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    await visited.askToEnd('And what is the capital of Mongolia?');
    expect(await list().getByRole('link').allTextContents()).toEqual([
      'And what is the capital of Mongolia?',
      'Which warranty does the pump have?',
    ]);
    await page.goto(address);
    await page.locator('.answer-text').getByText('thirty months').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    const tab = await context.newPage();
    await tab.goto(address);
    await tab.locator('.answer-text').getByText('thirty months').waitFor();
  });

  it('are the same in all tabs, whichever asks in them, and gone in all once deleted', async () => {
    const { page, context } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    const tab = await context.newPage();
    await tab.goto(page.url());
    await tab.locator('.answer-text').getByText('thirty months').waitFor();
    await tab.locator('#question').fill('And the lamp?');
    await tab.locator('.send').click();
    await page.getByRole('heading', { name: 'And the lamp?', level: 2 }).waitFor();
    await visited.askToEnd('And the tank?');
    await expect.poll(() => tab.locator('.asked').count()).toBe(3);
    await tab.reload();
    const asked = tab.locator('.asked');
    await expect
      .poll(() => asked.allTextContents())
      .toEqual(['Which warranty does the pump have?', 'And the lamp?', 'And the tank?']);
    await choose('Which warranty does the pump have?', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await tab.getByText('This conversation is not in this browser').waitFor();
    await tab.getByText('Your conversations will be listed here.').waitFor();
  });

  it('get other names', async () => {
    const { page } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    await choose('Which warranty does the pump have?', 'Rename');
    await page.getByLabel('New name').fill('The pump');
    await page.keyboard.press('Enter');
    await list().getByText('The pump').waitFor();
    await expect.poll(() => page.title()).toBe('The pump · gecko');
    await page.reload();
    await list().getByText('The pump').waitFor();
  });

  it('leave as Markdown, to be read', async () => {
    await visited.askToEnd('Which warranty does the pump have?');
    const content = await download('Export as Markdown');
    expect(content.name).toMatch(/^\d{4}-\d\d-\d\d-which-warranty-does-the-pump-have\.md$/);
    expect(content.text).toMatch(/^# Which warranty does the pump have\?\n\n## Which warranty/);
    expect(content.text).toMatch(/thirty months\. \[1\]\n\n### Sources\n\n- \[1\] Warranty, `shop/);
  });

  it('leave as JSON, with all that is known', async () => {
    await visited.askToEnd('Which warranty does the pump have?');
    const { text } = await download('Export as JSON');
    expect(JSON.parse(text)).toMatchObject({
      schema: 1,
      title: 'Which warranty does the pump have?',
      turns: [{ status: 'done', done: { backend: 'rag', timings: {} }, citations: [{ n: 1 }] }],
    });
  });

  it('are deleted when that is confirmed, and then are not found', async () => {
    const { page } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    const address = page.url();
    await choose('Which warranty does the pump have?', 'Delete');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await list().count()).toBe(1);
    await choose('Which warranty does the pump have?', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Your conversations will be listed here.').waitFor();
    await page.waitForURL((url) => url.pathname === '/');
    await page.goto(address);
    await page.getByText('This conversation is not in this browser').waitFor();
  });

  it('may be hundreds of long ones', async () => {
    const { page } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    await page.evaluate(`(${manyConversations})(200)`);
    await page.reload();
    await expect.poll(() => list().count()).toBe(201);
    await list().getByRole('link', { name: 'Long one 100' }).click();
    await expect.poll(() => page.locator('.turn').count()).toBe(20);
    await visited.askToEnd('And the pump?');
    expect(await page.locator('.turn').count()).toBe(21);
  });

  it.each([
    { width: 1440, height: 700 },
    { width: 390, height: 700 },
  ])('show the whole menu of the last one, at $width pixels', async (viewport) => {
    const { page } = visited;
    await page.setViewportSize(viewport);
    await visited.askToEnd('Which warranty does the pump have?');
    await page.evaluate(`(${manyConversations})(30)`);
    await page.reload();
    if (viewport.width < 1200) await page.getByRole('button', { name: 'Conversations' }).click();
    await expect.poll(() => list().count()).toBe(31);
    await list()
      .last()
      .getByLabel(/^Actions for/)
      .click();
    const items = list().last().locator('.menu-items');
    const bottom = () => items.evaluate((one) => one.getBoundingClientRect().bottom);
    await expect.poll(bottom).toBeLessThanOrEqual(700);
    const { x, width } = (await items.boundingBox()) ?? { x: -1, width: 0 };
    expect(x >= 0 && x + width <= viewport.width).toBe(true);
  });

  it('go on where the browser keeps nothing, and the page says so', async () => {
    const { page, context } = visited;
    await context.addInitScript('delete globalThis.indexedDB; globalThis.indexedDB = undefined');
    await context.addInitScript(
      "Object.defineProperty(globalThis, 'indexedDB', { value: { open() { throw new Error('no') } } })",
    );
    await page.reload();
    await page.getByText('This browser keeps nothing here').waitFor();
    await visited.askToEnd('Which warranty does the pump have?');
    await page.locator('.answer-text').getByText('thirty months').waitFor();
  });

  async function download(action: string): Promise<{ name: string; text: string }> {
    const waiting = visited.page.waitForEvent('download');
    await choose('Which warranty does the pump have?', action);
    const file = await waiting;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
});

/** Copies the one conversation that there is, each copy with twenty long turns. Runs in the page. */
const manyConversations = `async (count) => {
  const opened = indexedDB.open('keyval-store');
  await new Promise((resolve) => { opened.onsuccess = resolve; });
  const store = opened.result.transaction('keyval', 'readwrite').objectStore('keyval');
  const get = (key) => new Promise((resolve) => {
    const request = store.get(key);
    request.onsuccess = () => resolve(request.result);
  });
  const index = await get('conversations');
  const one = await get('conversation:' + index[0].id);
  const turn = { ...one.turns[0], answer: (one.turns[0].answer + ' ').repeat(200) };
  for (let i = 0; i < count; i++) {
    const copy = { ...one, id: 'copy' + i, title: 'Long one ' + i };
    copy.turns = Array.from({ length: 20 }, (_, n) => ({ ...turn, id: 'turn' + n }));
    store.put(copy, 'conversation:' + copy.id);
    index.push({ id: copy.id, title: copy.title, updatedAt: copy.updatedAt });
  }
  store.put(index, 'conversations');
  await new Promise((resolve) => { store.transaction.oncomplete = resolve; });
}`;
