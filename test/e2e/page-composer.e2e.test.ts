import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LedModel, startLedModel } from '../fakes/led-model.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

let model: LedModel;
let world: PageWorld;
let visited: Visited;

const question = 'Which warranty does the pump have?';

describe.skipIf(chromiumPath === null)('the place where questions are written', () => {
  beforeAll(async () => {
    model = await startLedModel();
    world = await openPageWorld(
      { 'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n' },
      {
        GECKO_GENERATOR_KIND: 'openai',
        GECKO_GENERATOR_URL: model.url,
        GECKO_MODEL: 'led',
      },
    );
  });
  afterAll(async () => {
    await world?.close();
    await model?.close();
  });
  beforeEach(async () => {
    visited = await world.visit();
  });
  afterEach(() => visited?.context.close());

  it('stops an answer in its own conversation alone, and not by keys that an input method takes', async () => {
    const { page } = visited;
    model.always('Two years [1].');
    await visited.askToEnd('Is there another one?');
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    const box = page.getByLabel('Question');
    await page.getByRole('heading', { name: question, level: 2 }).waitFor();
    await box.dispatchEvent('keydown', { key: 'Escape', isComposing: true });
    await box.dispatchEvent('keydown', { key: 'Escape', keyCode: 229 });
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByText('Another conversation is being answered.').waitFor();
    await box.fill('And the lamp?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Is there another one?' }).click();
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    expect(await page.getByRole('button', { name: 'Ask again' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Go there' }).click();
    answer.write('Thirty months [1].');
    await page.locator('.answer-text').getByText('Thirty months').waitFor();
    await page.keyboard.press('Escape');
    await answer.abandoned;
    await page.getByText('Stopped. What had come is kept.').first().waitFor();
  });

  it('cuts no question: one that is too long says so, and is not asked', async () => {
    const { page } = visited;
    const box = page.getByLabel('Question');
    await box.fill('x'.repeat(10_000));
    await page.getByText('10,000 of 10,000 characters').waitFor();
    await box.fill(`${'x'.repeat(12_000)}?`);
    await page.getByText('Too long by 2,001 characters').waitFor();
    expect((await box.inputValue()).length).toBe(12_001);
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    expect(await page.locator('.turn').count()).toBe(0);
    expect(await visited.violations()).toEqual([]);
    model.always('Thirty months [1].');
    await visited.askToEnd(question);
  });

  it('has a draft for each conversation, which is there again after another view', async () => {
    const { page } = visited;
    model.always('Thirty months [1].');
    const box = page.getByLabel('Question');
    await visited.askToEnd(question);
    await box.fill('And the lamp?');
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    expect(await box.inputValue()).toBe('');
    await box.fill('Something else');
    await page.getByRole('link', { name: 'Corpus' }).click();
    await page.getByRole('heading', { name: 'Corpus', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Ask' }).click();
    await expect.poll(() => box.inputValue()).toBe('Something else');
    await page.getByRole('listitem').getByRole('link', { name: question }).click();
    await expect.poll(() => box.inputValue()).toBe('And the lamp?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect.poll(() => box.inputValue()).toBe('');
  });
});
