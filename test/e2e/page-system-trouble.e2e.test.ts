import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

let world: PageWorld;
let visited: Visited;

/** What the page says when something breaks under it while somebody looks. */
describe.skipIf(chromiumPath === null)('the System view in trouble', () => {
  beforeEach(async () => {
    world = await openPageWorld({
      'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    });
    visited = await world.visit({ path: '/system', locale: 'en-GB' });
    await headline(/not at its best/);
  });
  afterEach(() => world?.close());

  const headline = (text: RegExp) => visited.page.locator('.headline', { hasText: text }).waitFor();
  const verdict = () => visited.page.locator('.verdict').textContent();

  it('says what is wrong once the store cannot be read, what follows and what to run', async () => {
    const store = join(world.gecko.home, 'gecko/data/projects/gecko/store');
    renameSync(store, `${store}.away`);
    writeFileSync(store, '');
    await headline(/The store of the documents fails/);
    expect(await verdict()).toContain('Nothing is found in the documents until this is mended.');
    expect(await verdict()).toMatch(/what mends it:gecko doctor/);
    const name = visited.page.locator('strong', { hasText: /^Store$/ });
    const inList = visited.page.locator('.dependency', { has: name });
    expect(await inList.textContent()).toContain('fails');
    renameSync(store, `${store}.broken`);
    renameSync(`${store}.away`, store);
    await headline(/not at its best/);
  });

  it('keeps the other views where the code of one cannot come, and tries again', async () => {
    const { page } = visited;
    await world.run(['down']);
    await page.getByRole('link', { name: 'Corpus' }).click();
    await page.getByRole('alert').getByText('The backend does not answer').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Ask' }).click();
    await page.locator('#question').waitFor();
    expect((await world.run(['up'])).code).toBe(0);
    await page.getByRole('link', { name: 'Corpus' }).click();
    await page.locator('.view.corpus').waitFor();
  });

  it('says that nothing answers, keeps what it saw, dimmed and with its age, and recovers', async () => {
    await world.run(['down']);
    await headline(/Nothing answers/);
    expect(await verdict()).toContain('gecko up');
    expect(await visited.page.locator('.last-seen').textContent()).toMatch(/last seen/);
    expect(await visited.page.locator('.system').getAttribute('data-silent')).toBe('true');
    const rag = visited.page.locator('.service', { hasText: 'rag' });
    expect(await rag.textContent()).toContain('does not answer');
    expect(await visited.violations()).toEqual([]);
    expect((await world.run(['up'])).code).toBe(0);
    await headline(/not at its best/);
    expect(await visited.page.locator('.last-seen').count()).toBe(0);
    expect(await visited.page.locator('.system').getAttribute('data-silent')).toBeNull();
  });
});
