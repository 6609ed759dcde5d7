import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('a sign-in link that was used', () => {
  beforeAll(async () => {
    world = await openPageWorld({ 'warranty.md': '# Warranty\n\nThirty months.\n' });
  });
  afterAll(() => world?.close());
  afterEach(() => visited?.context.close());

  it.each([
    {
      locale: 'en-GB',
      title: 'This link does not sign you in',
      toPage: 'Go to the page without signing in',
      after: 'Read only',
    },
    {
      locale: 'es-MX',
      title: 'Este enlace no inicia la sesión',
      toPage: 'Ir a la página sin iniciar sesión',
      after: 'Solo lectura',
    },
  ])('says so to a browser in $locale, and leads to the page', async (one) => {
    const { document } = await world.gecko.json(['open', '--no-browser']);
    const used = new URL(String(document.link));
    expect((await fetch(used, { redirect: 'manual' })).status).toBe(303);
    for (const colorScheme of ['light', 'dark'] as const) {
      visited = await world.visit({ path: used.pathname + used.search, ...one, colorScheme });
      const { page, trouble } = visited;
      await page.getByRole('heading', { name: one.title }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(one.locale.slice(0, 2));
      expect(await page.locator('code').textContent()).toBe('gecko open');
      // The policy lets its style be.
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector('main')).borderRadius`),
      ).toBe('16px');
      expect(await visited.violations()).toEqual([]);
      expect(trouble.stray).toEqual([]);
      // The browser's own word about the status.
      expect(trouble.problems).toEqual([expect.stringContaining('status of 403')]);
      await page.getByRole('link', { name: one.toPage }).click();
      await page.getByText(one.after).waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      if (colorScheme === 'light') await visited.context.close();
    }
  });
});
