import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled } from './page-world.ts';

describe.skipIf(chromiumPath === null)('what is dragged onto the page by hand', () => {
  let world: PageWorld;
  beforeAll(async () => {
    world = await openPageWorld({ 'warranty.md': '# Warranty\n\nThirty months.\n' });
  });
  afterAll(() => world?.close());

  it('is taken, a folder with all that is in it and a file beside it', async () => {
    const folder = join(world.gecko.home, 'forge');
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(join(folder, 'a.md'), '# Anvil\n\nThe anvil weighs forty kilos.\n');
    writeFileSync(join(folder, 'deep', 'b.txt'), 'The bellows have two valves.\n');
    const file = join(world.gecko.home, 'kettle.md');
    writeFileSync(file, '# Kettle\n\nThe kettle holds two litres.\n');
    const { page, context, trouble } = await world.visit();
    const { document } = await world.gecko.json(['open', '--no-browser']);
    await page.goto(String(document.link));
    await page.getByRole('link', { name: 'Corpus' }).click();
    await page.locator('.drop').waitFor();
    // As the system would tell the browser of it.
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [folder, file], dragOperationsMask: 1 };
    const drag = async (type: 'dragEnter' | 'dragOver' | 'drop', over = page.locator('.drop')) => {
      const { x = 0, y = 0 } = (await over.boundingBox()) ?? {};
      await session.send('Input.dispatchDragEvent', { type, x: x + 5, y: y + 5, data });
    };
    await drag('dragEnter');
    await expect
      .poll(async () => {
        await drag('dragOver');
        return page.locator('.drop[data-over=true]').isVisible();
      })
      .toBe(true);
    // Let go as soon as it is over something else, as where the page moves below the pointer.
    await drag('drop', page.getByRole('heading', { level: 1 }));
    for (const name of ['forge/a.md', 'forge/deep/b.txt', 'kettle.md']) {
      const row = page.locator('.upload-row', { hasText: name });
      await row.locator('.upload-state', { hasText: 'Added' }).waitFor();
    }
    expect(await page.locator('.upload-row').count()).toBe(3);
    expect(trouble).toEqual(untroubled);
    await context.close();
  });
});
