import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

const notes = Array.from({ length: 90 }, (_, i) => String(i + 1).padStart(2, '0'));

let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('the focus in the page', () => {
  beforeAll(async () => {
    world = await openPageWorld(
      Object.fromEntries(notes.map((n) => [`note-${n}.md`, `# Note ${n}\n\nThe kettle boils.\n`])),
    );
  });
  afterAll(() => world?.close());
  afterEach(() => visited?.context.close());

  /** What has the focus, as it is called. */
  const focused = (page: Page) =>
    page.evaluate(
      'document.activeElement.ariaLabel ?? document.activeElement.innerText.slice(0, 40)',
    );
  const isFocused = (page: Page, name: string) =>
    expect.poll(() => focused(page), { timeout: 5_000 }).toBe(name);
  const nav = (page: Page, name: string) => page.locator('.views').getByRole('link', { name });
  const box = (page: Page, title: string) =>
    page.getByRole('checkbox', { name: `Select ${title}` });

  async function write(): Promise<Page> {
    visited = await world.visit();
    const { page } = visited;
    await world.signIn(page);
    await page.goto(`${world.address}/corpus`);
    await box(page, 'Note 01').waitFor();
    return page;
  }

  it('is left alone as the page is loaded', async () => {
    visited = await world.visit({ path: '/corpus' });
    const { page } = visited;
    await page.getByRole('link', { name: 'Note 01' }).waitFor();
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
  });

  it('goes to the heading of each view that is opened, without a ring', async () => {
    visited = await world.visit();
    const { page } = visited;
    const heading = await page.getByRole('heading', { level: 1 }).textContent();
    for (const [name, title] of [
      ['System', 'System'],
      ['Corpus', 'Corpus'],
      ['Ask', heading ?? ''],
    ] as const) {
      await nav(page, name).click();
      await isFocused(page, title);
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      expect(await page.evaluate(outline)).toBe('none');
    }
  });

  it('stays in the question that is asked, and where somebody puts it while a view is loading', async () => {
    visited = await world.visit();
    const { page } = visited;
    await page.locator('#question').fill('What boils?');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/c/*');
    await page.locator('.turn-actions').waitFor();
    await isFocused(page, '');
    expect(await page.evaluate('document.activeElement.id')).toBe('question');
    const held: (() => void)[] = [];
    await page.route('**/corpus/documents/*', async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await nav(page, 'Corpus').click();
    await page.getByRole('link', { name: 'Note 02' }).click();
    await expect.poll(() => held.length).toBe(1);
    await nav(page, 'System').focus();
    held[0]?.();
    await page.getByRole('heading', { name: 'Note 02', level: 1 }).waitFor();
    await isFocused(page, 'System');
  });

  it('goes to the title of a document, and back to its row', async () => {
    const page = await write();
    const far = page.getByRole('link', { name: 'Note 80' });
    await page.evaluate('scrollTo(0, 3_500)');
    await far.focus();
    const before = (await far.boundingBox())?.y ?? 0;
    await page.keyboard.press('Enter');
    await isFocused(page, 'Note 80');
    expect(await page.evaluate('document.activeElement.localName')).toBe('h1');
    await page.goBack();
    await isFocused(page, 'Note 80');
    expect(await page.evaluate('document.activeElement.localName')).toBe('a');
    // Where it was, but for what above the list is still on its way.
    expect(Math.abs(((await far.boundingBox())?.y ?? 0) - before)).toBeLessThan(20);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Note 80', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'All documents' }).click();
    await isFocused(page, 'Note 80');
    expect(visited.trouble).toEqual(untroubled);
  });

  it('goes to what is said of a document that was deleted', async () => {
    const page = await write();
    await page.getByRole('link', { name: 'Note 05' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await isFocused(page, '“Note 05” was deleted.');
  });

  it('goes to the head of the list where the button goes that was pressed', async () => {
    const page = await write();
    await box(page, 'Note 02').click();
    await page.getByRole('button', { name: 'Select none' }).press('Enter');
    await isFocused(page, 'Select all shown');
    await page.getByLabel('Search titles and paths').fill('nothing is called this');
    await page.getByRole('button', { name: 'Show all documents' }).press('Enter');
    await isFocused(page, 'Search titles and paths');
    await page.route('**/corpus/plan', () => undefined);
    await page.setInputFiles('#choose-files', {
      ...{ name: 'new.md', mimeType: 'text/markdown', buffer: Buffer.from('# New') },
    });
    await page.getByRole('button', { name: 'Cancel uploads/new.md' }).press('Enter');
    await isFocused(page, 'Try uploads/new.md again');
    await page.getByRole('button', { name: 'Clear list' }).press('Enter');
    await isFocused(page, 'Choose files');
  });

  it('stays on a button that copies where there is no clipboard for pages', async () => {
    const page = await write();
    await page.getByRole('link', { name: 'Note 03' }).click();
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.getByRole('button', { name: 'Copy ID' }).press('Enter');
    await isFocused(page, 'Copied');
  });
});
