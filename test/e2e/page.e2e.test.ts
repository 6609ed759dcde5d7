import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

let world: PageWorld;
let visited: Visited;

/** Phone, tablet, desk. */
const widths = [390, 820, 1440];
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['en-GB', 'es-ES'] as const).map((locale) => ({ colorScheme, locale })),
);
const documents = {
  'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
  'garantia.md': '# Garantía\n\nLa bomba tiene una garantía de treinta meses.\n',
};

describe.skipIf(chromiumPath === null)('the page in a real browser', () => {
  beforeAll(async () => {
    world = await openPageWorld(documents);
  });
  afterAll(() => world?.close());
  afterEach(() => visited?.context.close());

  it('answers a question, and a source opens its document at the passage', async () => {
    visited = await world.visit();
    const { page } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    expect(await page.locator('.answer-text').textContent()).toContain('thirty months');
    await page.getByRole('button', { name: /shop\/warranty\.md, line \d+/ }).click();
    await page.locator('mark').getByText('thirty months').waitFor();
    expect(await page.getByRole('heading', { name: 'Warranty', exact: true }).isVisible()).toBe(
      true,
    );
    expect(visited.trouble).toEqual(untroubled);
  });

  it('is signed in by a link that works once, and says so', async () => {
    visited = await world.visit();
    const { page, context } = visited;
    const { document } = await world.gecko.json(['open', '--no-browser']);
    const link = String(document.link);
    await page.getByText('Read only').click();
    expect(await page.locator('.hint-card').textContent()).toContain('gecko open');
    await page.goto(link);
    await page.getByText('Signed in').waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    // Who is signed in is led to the page again; nobody else is signed in by it.
    expect((await page.goto(link))?.status()).toBe(200);
    const other = await world.visit();
    expect((await other.page.goto(link))?.status()).toBe(403);
    await other.context.close();
  });

  it.each([
    {
      locale: 'en-GB',
      title: 'What do you want to know?',
      other: 'Español',
      after: '¿Qué quieres saber?',
    },
    {
      locale: 'es-MX',
      title: '¿Qué quieres saber?',
      other: 'English',
      after: 'What do you want to know?',
    },
    {
      locale: 'fr-FR',
      title: 'What do you want to know?',
      other: 'Español',
      after: '¿Qué quieres saber?',
    },
  ])('speaks to a browser in $locale, and the other language where it is chosen', async (one) => {
    visited = await world.visit({ locale: one.locale });
    const { page } = visited;
    await page.getByRole('heading', { name: one.title }).waitFor();
    await page.getByRole('button', { name: one.other }).click();
    await page.getByRole('heading', { name: one.after }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: one.after }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe(
      one.after.startsWith('¿') ? 'es' : 'en',
    );
  });

  it('takes the theme of the system until one is chosen', async () => {
    visited = await world.visit({ colorScheme: 'dark' });
    const { page } = visited;
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(ground).not.toBe(dark);
    const light = await ground();
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await expect.poll(ground).toBe(dark);
    await page.reload();
    await expect.poll(ground).toBe(dark);
    await page.getByRole('button', { name: 'Switch to light' }).click();
    await expect.poll(ground).toBe(light);
  });

  it('leads to every view, keeps deep links, and says where an address leads nowhere', async () => {
    visited = await world.visit();
    const { page } = visited;
    for (const [name, path] of [
      ['Corpus', '/corpus'],
      ['System', '/system'],
    ] as const) {
      await page.getByRole('link', { name }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe(path);
      await page.reload();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
    await page.goto(`${world.address}/nowhere`);
    await page.getByRole('link', { name: 'Ask a question' }).click();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    expect(visited.trouble).toEqual(untroubled);
  });

  it('says that the backend does not answer, and looks again when asked to', async () => {
    visited = await world.visit();
    const { page } = visited;
    // By itself it looks only while it is seen.
    await page.addInitScript("Object.defineProperty(document, 'hidden', { value: true })");
    await page.route('**/api/**', (route) => route.abort());
    await page.reload();
    await page.getByText('The backend does not answer.').waitFor();
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The backend does not answer.').waitFor({ state: 'detached' });
  });

  describe.each(looks)('in $colorScheme and $locale', ({ colorScheme, locale }) => {
    it.each(widths)('has no accessibility violation, and fits, at %i pixels', async (width) => {
      const question =
        locale === 'es-ES' ? '¿Qué garantía tiene la bomba?' : 'Which warranty does the pump have?';
      visited = await world.visit({
        ...{ colorScheme, locale, viewport: { width, height: 800 }, hasTouch: width === 390 },
      });
      const { page } = visited;
      const found: string[] = [];
      const look = async (where: string) => {
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        if (Number(wide) > width) found.push(`${where} is ${wide} wide`);
        found.push(...(await visited.violations()).map((one) => `${where}: ${one}`));
      };
      const words =
        locale === 'es-ES' ? 'se encuentran solo por sus palabras' : 'found by their words alone';
      await page.locator('.readiness', { hasText: words }).waitFor();
      await look('welcome');
      await visited.askToEnd(question);
      await page.locator('.analysis summary').click();
      await look('answer');
      await page.locator('.cite').first().click();
      await page.locator('.panel mark').waitFor();
      await look('passage');
      await page.keyboard.press('Escape');
      await visited.askToEnd('What is the capital of Mongolia?');
      await look('no answer');
      if (await page.locator('.list-toggle').isVisible())
        await page.locator('.list-toggle').click();
      await page.locator('.menu summary').first().click();
      await look('conversations');
      for (const path of ['/corpus', '/system', '/nowhere']) {
        await page.goto(`${world.address}${path}`);
        await page.locator('main h1, main h2').first().waitFor();
        await look(path);
      }
      expect(found).toEqual([]);
    });
  });

  it.each([
    ['en-GB', 'Which warranty does the pump have?', 'Copy', 'Copy answer to: '],
    ['es-ES', '¿Qué garantía tiene la bomba?', 'Copiar', 'Copiar respuesta a: '],
  ])('names each copy button by what it copies, in %s', async (locale, question, copy, answer) => {
    visited = await world.visit({ locale, permissions: ['clipboard-write'] });
    const { page } = visited;
    await visited.askToEnd(question);
    await page.locator('details.session summary').click();
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button(`${answer}${question}`).waitFor();
    await button(`${copy} gecko open`).click();
    await button(locale === 'es-ES' ? 'Copiado' : 'Copied').waitFor();
    await button(`${copy} gecko open`).waitFor();
    expect(await button(copy).count()).toBe(0);
  });

  it('says of an empty corpus how documents come in', async () => {
    visited = await world.visit();
    const { page } = visited;
    await page.route('**/collections', (route) => route.fulfill({ json: { collections: [] } }));
    await page.reload();
    await page.getByRole('heading', { name: 'The corpus is empty' }).waitFor();
    expect(await visited.violations()).toEqual([]);
    await page.getByRole('link', { name: 'Add documents' }).click();
    await page.getByRole('heading', { name: 'Corpus', level: 1 }).waitFor();
  });

  it('closes what it opened by Esc, and gives the focus back', async () => {
    visited = await world.visit({ viewport: { width: 820, height: 900 } });
    const { page } = visited;
    const focused = () => page.evaluate('document.activeElement.className');
    await page.getByRole('button', { name: 'Conversations' }).click();
    await expect.poll(focused).toContain('new');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toContain('list-toggle');
    await page.getByText('Read only').click();
    await page.keyboard.press('Escape');
    await page.locator('.hint-card').waitFor({ state: 'hidden' });
    await visited.askToEnd('Which warranty does the pump have?');
    await page.locator('.cite').first().click();
    await page.locator('.panel mark').waitFor();
    expect(await focused()).toBe('');
    await page.keyboard.press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('cite');
  });

  it('gives fingers enough room on a phone', async () => {
    visited = await world.visit({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const { page } = visited;
    await visited.askToEnd('Which warranty does the pump have?');
    const small = await page
      .locator('.button:visible, .views a, .passage, .segments label')
      .evaluateAll((all) =>
        all
          .filter((one) => one.getBoundingClientRect().height < 40)
          .map((one) => `${one.className} ${one.textContent}`),
      );
    expect(small).toEqual([]);
  });
});
