import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

const notes = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('several documents of the page', () => {
  beforeAll(async () => {
    world = await openPageWorld({
      'keep.md': '# Keep\n\nThis one stays.\n',
      ...Object.fromEntries(notes.map((n) => [`note-${n}.md`, `# Note ${n}\n\nIt is kept.\n`])),
    });
  });
  afterAll(() => world?.close());
  beforeEach(() => world.run(['ingest', `${world.gecko.home}/shop`]));
  afterEach(() => visited?.context.close());

  async function write(options: BrowserContextOptions = {}): Promise<Page> {
    visited = await world.visit(options);
    const { page } = visited;
    await world.signIn(page);
    await page.goto(`${world.address}/corpus`);
    await page.getByRole('link', { name: 'Note 12' }).waitFor();
    return page;
  }

  const box = (page: Page, title: string) =>
    page.getByRole('checkbox', { name: `Select ${title}` });
  const bar = (page: Page) => page.getByRole('region', { name: 'Selected documents' });
  const searched = (page: Page, text: string) =>
    page.getByLabel('Search titles and paths').fill(text);

  async function titles(): Promise<string[]> {
    const { stdout } = await world.run(['corpus', 'list', '--json']);
    return (JSON.parse(stdout).documents as { title: string }[]).map(({ title }) => title);
  }

  it('are chosen one by one and in a range, and deleted once it was said which', async () => {
    const page = await write();
    await box(page, 'Note 01').click();
    await bar(page).getByText('1 selected').waitFor();
    await box(page, 'Note 07').click({ modifiers: ['Shift'] });
    await bar(page).getByText('7 selected').waitFor();
    await box(page, 'Note 03').click();
    await bar(page).getByText('6 selected').waitFor();
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: /^Delete 6 documents from corpus_gecko3/ });
    await dialog.waitFor();
    expect(await dialog.locator('.named li').allTextContents()).toEqual([
      ...['01', '02', '04', '05', '06'].map((n) => `Note ${n} shop/note-${n}.md`),
      'and 1 more',
    ]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await titles()).toHaveLength(13);
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete 6 documents' }).click();
    await page.getByText('6 documents were deleted.').waitFor();
    expect(await titles()).toEqual([
      'Keep',
      ...['03', '08', '09', '10', '11', '12'].map((n) => `Note ${n}`),
    ]);
    await page.getByText('7 documents', { exact: true }).first().waitFor();
    expect(await bar(page).count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('notice');
    const chooser = page.getByRole('navigation', { name: 'Collections' });
    await chooser.getByText('7 documents').waitFor();
    expect(visited.trouble).toEqual(untroubled);
  });

  it('are not deleted where a filter hides them, nor in another collection', async () => {
    const page = await write();
    await page.getByLabel('Select all shown').click();
    await bar(page).getByText('13 selected').waitFor();
    await searched(page, 'note-1');
    await bar(page).getByText('3 selected').waitFor();
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.locator('.named li').count()).toBe(3);
    await dialog.getByRole('button', { name: 'Delete 3 documents' }).click();
    await page.getByText('3 documents were deleted.').waitFor();
    await searched(page, '');
    await bar(page).getByText('10 selected').waitFor();
    expect(await titles()).toHaveLength(10);
    await page.evaluate(
      "history.pushState(null, '', '/corpus?collection=other'); dispatchEvent(new Event('popstate'))",
    );
    await bar(page).waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByRole('link', { name: 'Note 02' }).waitFor();
    expect(await bar(page).count()).toBe(0);
  });

  it('name what failed and why, and leave it selected', async () => {
    const page = await write();
    let fails = true;
    await page.route('**/corpus/documents/*', async (route) => {
      const response = await route.fetch({ method: 'GET' });
      const { title } = (await response.json()) as { title: string };
      if (route.request().method() !== 'DELETE' || title !== 'Note 02' || !fails)
        return route.continue();
      const error = { code: 'INTERNAL', message: 'the table cannot be written' };
      return route.fulfill({ status: 500, json: { error } });
    });
    for (const n of ['01', '02', '03']) await box(page, `Note ${n}`).click();
    const remove = bar(page).getByRole('button', { name: 'Delete' });
    await remove.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete 3 documents' }).click();
    await dialog.getByText('2 of 3 documents were deleted.').waitFor();
    expect(await dialog.getByRole('list', { name: 'Not deleted' }).textContent()).toBe(
      'Note 02 The table cannot be written. ',
    );
    expect(await visited.violations()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await bar(page).getByText('1 selected').waitFor();
    expect(await box(page, 'Note 02').isChecked()).toBe(true);
    fails = false;
    await remove.click();
    await dialog.getByRole('button', { name: 'Delete 1 document' }).click();
    await page.getByText('1 document was deleted.').waitFor();
    expect(await titles()).toHaveLength(10);
  });

  it('stay where the session has ended, which is said', async () => {
    const page = await write();
    await box(page, 'Note 05').click();
    await visited.context.clearCookies();
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete 1 document' }).click();
    await dialog.getByText('This browser is no longer signed in.').waitFor();
    await dialog.getByText('0 of 1 document was deleted.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await box(page, 'Note 05').waitFor({ state: 'detached' });
    expect(await titles()).toContain('Note 05');
  });

  it('show how far it is, and can be stopped', async () => {
    const page = await write();
    const held: (() => void)[] = [];
    await page.route('**/corpus/documents/*', async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await page.getByLabel('Select all shown').click();
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete 13 documents' }).click();
    await expect.poll(() => held.length).toBe(4);
    held[0]?.();
    await dialog.getByText('1 of 13').waitFor();
    expect(await dialog.getByRole('progressbar', { name: '1 of 13' }).getAttribute('value')).toBe(
      '1',
    );
    await expect.poll(() => held.length).toBe(5);
    await dialog.getByRole('button', { name: 'Stop' }).click();
    for (const go of held) go();
    await page.getByText('5 documents were deleted.').waitFor();
    await bar(page).getByText('8 selected').waitFor();
    expect(await titles()).toHaveLength(8);
  });

  it('are chosen and deleted by the keyboard alone', async () => {
    const page = await write();
    await box(page, 'Note 08').focus();
    await page.keyboard.press('Space');
    await bar(page).getByText('1 selected').waitFor();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: /Delete 1 document / });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe('Select Note 08');
    // The bar comes before the list.
    await page.getByLabel('Select all shown').focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('1 document was deleted.').waitFor();
    expect(await titles()).not.toContain('Note 08');
  });

  it('cannot be chosen without a session', async () => {
    visited = await world.visit({ path: '/corpus' });
    const { page } = visited;
    await page.getByRole('link', { name: 'Note 12' }).waitFor();
    await page.getByText('This browser can only read').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
  });

  const looks = [1440, 820, 390].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(looks)('have no accessibility violation at $width in $colorScheme', async (look) => {
    const { width, colorScheme } = look;
    const locale = colorScheme === 'dark' ? 'es' : 'en';
    const page = await write({ viewport: { width, height: 800 }, colorScheme, locale });
    const wide = () => page.evaluate('document.documentElement.scrollWidth');
    const all = page.getByLabel(
      locale === 'es' ? 'Seleccionar todo lo mostrado' : 'Select all shown',
    );
    await all.click();
    await page.locator('.selection-bar').waitFor();
    expect(await visited.violations()).toEqual([]);
    expect(await wide()).toBe(width);
    await page.locator('.select-box input').nth(3).click();
    expect(await all.evaluate((node) => node.matches(':indeterminate'))).toBe(true);
    await page.locator('.selection-bar .danger').click();
    await page.locator('dialog[open]').waitFor();
    expect(await visited.violations()).toEqual([]);
    expect(
      await page.locator('dialog').evaluate((node) => node.scrollWidth <= node.clientWidth),
    ).toBe(true);
  });
});
