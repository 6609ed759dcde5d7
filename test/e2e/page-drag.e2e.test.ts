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
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    const rows = page.locator('.upload-row');
    // A busy browser now and then drops nothing of what is sent to it at once.
    await expect
      .poll(
        async () => {
          if ((await rows.count()) > 0) return true;
          await drag('dragEnter');
          await drag('dragOver');
          if (!(await page.locator('.drop[data-over=true]').isVisible())) return false;
          await drag('drop');
          await rows
            .first()
            .waitFor({ timeout: 3_000 })
            .catch(() => {});
          return (await rows.count()) > 0;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    for (const name of ['forge/a.md', 'forge/deep/b.txt', 'kettle.md']) {
      const row = page.locator('.upload-row', { hasText: name });
      await row.locator('.upload-state', { hasText: 'Added' }).waitFor();
    }
    expect(await rows.count()).toBe(3);
    expect(trouble).toEqual(untroubled);
    await context.close();
  });
});
