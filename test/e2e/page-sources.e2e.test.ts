import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { column, pdfFile } from '../fakes/pdf-file.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

let world: PageWorld;
let visited: Visited;

const question = 'Which warranty does the pump have?';
const filler = Array.from({ length: 400 }, (_, i) => `Paragraph ${i} is about valves alone.`);

describe.skipIf(chromiumPath === null)('the sources of an answer', () => {
  beforeAll(async () => {
    world = await openPageWorld({
      'guide/pumps.md': [
        '# Pumps',
        ...filler,
        '## After the purchase',
        '### Warranty',
        'The pump has a warranty of thirty months.',
        '## Valves',
        ...filler,
      ].join('\n\n'),
      'moved.md': '# Lantern\n\nThe lantern burns nine hours on one filling.\n',
      'gone.md': '# Anchor\n\nThe anchor weighs eleven kilograms without its chain.\n',
    });
    const file = join(world.gecko.home, 'manual.pdf');
    writeFileSync(
      file,
      pdfFile([
        column(['The first page is empty of facts.']),
        column(['The mast is nine metres tall.']),
      ]),
    );
    await world.run(['ingest', file]);
    const other = join(world.gecko.home, 'other.md');
    writeFileSync(other, '# Pump\n\nIn the other corpus the pump has a warranty of two weeks.\n');
    await world.run(['ingest', other, '--collection', 'second']);
  });
  afterAll(() => world?.close());
  afterEach(() => visited?.context.close());

  const panel = () => visited.page.locator('.panel');

  it('opens beside the answer, with the passage in sight, its headings and its score', async () => {
    visited = await world.visit({ viewport: { width: 1440, height: 900 } });
    const { page } = visited;
    await visited.askToEnd(question);
    await page.locator('.cite').first().click();
    const mark = panel().locator('mark');
    await mark.getByText('thirty months').waitFor();
    expect(await panel().locator('.heading-path').textContent()).toBe(
      'After the purchase › Warranty',
    );
    expect(await panel().locator('.panel-place').textContent()).toMatch(
      /shop\/guide\/pumps\.md.*score [01]\.\d\d/,
    );
    const [seen, box] = await Promise.all([mark.boundingBox(), panel().boundingBox()]);
    expect(seen?.y).toBeGreaterThan(box?.y ?? 0);
    expect(seen?.y).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
    expect(visited.trouble).toEqual(untroubled);
  });

  it('is a sheet at the bottom of a phone, closed by its button or Esc', async () => {
    visited = await world.visit({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const { page } = visited;
    await visited.askToEnd(question);
    await page.locator('.cite').first().tap();
    await panel().locator('mark').waitFor();
    const box = await panel().boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
    expect(box?.y).toBeGreaterThan(150);
    await panel().getByRole('button', { name: 'Close' }).tap();
    await panel().waitFor({ state: 'detached' });
    await page.goBack();
    await page.goForward();
    await page.locator('.passage').first().tap();
    await panel().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
  });

  it('leaves no step behind when it is closed: Back leads out of the conversation', async () => {
    visited = await world.visit();
    const { page } = visited;
    await visited.askToEnd(question);
    await page.waitForURL(/\/c\//);
    const open = async (which: Locator) => {
      await which.click();
      await panel().locator('mark').waitFor();
    };
    await open(page.locator('.cite').first());
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await open(page.locator('.cite').first());
    await open(page.locator('.passage').last());
    await page.goBack();
    await panel().waitFor();
    await page.goForward();
    await panel().getByRole('button', { name: 'Close' }).click();
    await panel().waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('is reached again by its link, in another browser too', async () => {
    visited = await world.visit();
    const { page, context } = visited;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await visited.askToEnd(question);
    await page.locator('.cite').first().click();
    await panel().getByRole('button', { name: 'Copy link' }).click();
    await panel().getByText('Copied').waitFor();
    const link = String(await page.evaluate('navigator.clipboard.readText()'));
    await context.close();
    visited = await world.visit({ path: link.slice(world.address.length) });
    await panel().locator('mark').getByText('thirty months').waitFor();
    await panel().getByText('After the purchase › Warranty').waitFor();
  });

  it('tells the page of a PDF', async () => {
    visited = await world.visit();
    await visited.askToEnd('How tall is the mast?');
    await visited.page.getByRole('button', { name: /manual\.pdf, page 2/ }).click();
    await panel().locator('.panel-place').getByText('page 2').waitFor();
  });

  it('keeps what the answer rested on when the document changes, or goes', async () => {
    visited = await world.visit();
    const { page } = visited;
    await visited.askToEnd('How long does the lantern burn?');
    await visited.askToEnd('How much does the anchor weigh?');
    const shop = join(world.gecko.home, 'shop');
    writeFileSync(
      join(shop, 'moved.md'),
      '# Lantern\n\nIt was lost at sea, and nobody knows more.\n',
    );
    rmSync(join(shop, 'gone.md'));
    await world.run(['ingest', shop, '--prune', '--yes']);
    await page.locator('.turn').nth(0).locator('.passage').first().click();
    await panel().getByText('The document has changed since this answer.').waitFor();
    await panel().locator('blockquote').getByText('nine hours').waitFor();
    await page.locator('.turn').nth(1).locator('.passage').first().click();
    await panel().getByText('This document is no longer in the corpus.').waitFor();
    await panel().locator('blockquote').getByText('eleven kilograms').waitFor();
  });

  it('says that the corpus does not answer, and shows what comes near', async () => {
    visited = await world.visit();
    const { page } = visited;
    await visited.askToEnd('Which colour and which smell does the painted pump have in Mongolia?');
    await page
      .getByRole('heading', {
        name: 'The documents of this corpus do not answer this question.',
        exact: true,
      })
      .waitFor();
    const said = await page.locator('.no-answer').textContent();
    expect(said?.match(/do(es)? not answer/g)).toHaveLength(1);
    expect(said).toContain('Nothing was found about');
    expect(await page.locator('.cite').count()).toBe(0);
    await page.getByRole('heading', { name: 'The nearest passages' }).waitFor();
    await page.locator('.no-answer .passage').first().click();
    await panel().locator('mark').waitFor();
  });

  it('shows on demand what rag understood, which qa does not tell', async () => {
    visited = await world.visit();
    const { page } = visited;
    await visited.askToEnd(question);
    await page.getByText('How the question was understood').click();
    expect(await page.locator('.analysis dl').textContent()).toMatch(
      /Language.*English.*Intent.*look something up/s,
    );
    await page.getByText('qa', { exact: true }).click();
    await visited.askToEnd(question);
    expect(await page.locator('.analysis').count()).toBe(1);
    expect(await page.locator('.facts').nth(1).textContent()).toMatch(/^qa/);
  });

  it('come from the chosen collection, which a link to them names', async () => {
    visited = await world.visit();
    const { page } = visited;
    await page.getByLabel('Corpus', { exact: true }).selectOption('second');
    await visited.askToEnd(question);
    await page.locator('.answer-text').getByText('two weeks').waitFor();
    await page.locator('.cite').first().click();
    await panel().locator('mark').getByText('two weeks').waitFor();
    expect(page.url()).toContain('collection=second');
    await page.reload();
    expect(await page.getByLabel('Corpus', { exact: true }).inputValue()).toBe('second');
  });

  it('come from the filtered documents alone', async () => {
    visited = await world.visit();
    const { page } = visited;
    const setFilter = async (field: string, ...values: string[]) => {
      await page.getByRole('button', { name: /filter/i }).click();
      for (const [i, value] of values.entries()) {
        if (i > 0) await page.getByRole('button', { name: 'Add a filter' }).click();
        await page.getByLabel('Field').nth(i).fill(field);
        await page.getByLabel('Value').nth(i).fill(value);
      }
      await page.getByRole('button', { name: 'Apply' }).click();
    };
    await setFilter('path', 'moved.md');
    await page.getByRole('button', { name: '1 filter' }).waitFor();
    await visited.askToEnd(question);
    expect(await page.locator('.turn').first().textContent()).not.toContain('thirty months');
    await setFilter('path', 'guide/', 'moved.md');
    await visited.askToEnd(question);
    await page.locator('.turn').nth(1).getByText('thirty months').first().waitFor();
    await setFilter('flavour', 'sweet');
    await visited.ask(question);
    await page.getByRole('alert').getByText('FILTER_UNKNOWN_FIELD').waitFor();
  });

  it('come from one document for one question, with the filter in sight on a phone too', async () => {
    visited = await world.visit({ path: '/corpus', viewport: { width: 390, height: 844 } });
    const { page } = visited;
    const sent: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/ask')) sent.push(request.postDataJSON().filter);
    });
    const chip = page.getByRole('listitem').filter({ hasText: 'path: moved.md' });
    const askAbout = async () => {
      await page.getByRole('link', { name: 'Corpus', exact: true }).click();
      await page.getByRole('link', { name: 'Lantern' }).click();
      await page.getByRole('button', { name: 'Ask about this document' }).click();
      await chip.waitFor();
    };
    await askAbout();
    expect(await visited.violations()).toEqual([]);
    await visited.askToEnd('How long does it burn?');
    expect(await chip.count()).toBe(0);
    await visited.askToEnd(question);
    expect(sent).toEqual([{ source: ['shop'], path: ['moved.md'] }, undefined]);
    await askAbout();
    await page.getByRole('button', { name: 'Remove the filter path: moved.md' }).click();
    await chip.waitFor({ state: 'detached' });
    await page.getByText('source: shop').waitFor();
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByText('source: shop').waitFor({ state: 'detached' });
  });
});
