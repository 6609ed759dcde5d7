import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from './browser.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** The page behind nginx in containers, opened as a new user opens it: by the link that gecko prints. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE || chromiumPath === null)(
  'the System view of a stack in containers',
  () => {
    let gecko: StackSandbox;
    let browser: Browser;
    let page: Page;
    const problems: string[] = [];
    beforeAll(async () => {
      gecko = await openStack('looked-at');
      writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
      await gecko.ok('up', '--auto-gpu');
      await gecko.ok('ingest', 'pump.md');
      browser = await openBrowser();
      page = await browser.newPage({ locale: 'en-GB' });
      page.on('pageerror', ({ message }) => problems.push(message));
      const { link } = await gecko.ok('open', '--no-browser');
      await page.goto(String(link));
      await page.getByRole('link', { name: 'System' }).click();
    });
    afterAll(async () => {
      await browser?.close();
      await gecko?.close();
    });

    const headline = (text: string) => page.locator('.headline', { hasText: text }).waitFor();
    const service = (name: string) =>
      page.locator('.service', { has: page.locator('strong', { hasText: name }) });

    it('is signed in, and says that everything answers', async () => {
      await headline('Everything answers');
      await page.getByText('Signed in').waitFor();
      await service('qdrant').getByText('answers').waitFor();
      expect(await page.locator('.eyebrow').textContent()).toContain('looked-at, in containers');
      // As `up` has told it.
      expect(await service('qdrant').textContent()).toMatch(/Up\d+ (s|min)Restarts0/);
      expect(await page.locator('#hardware').textContent()).toMatch(
        /ProfileCPU.*Where the model runs/,
      );
    });

    it('names Qdrant and the command after it was stopped, and recovers when it is back', async () => {
      await gecko.ok('stop', 'qdrant');
      await headline('Qdrant does not work');
      const verdict = await page.locator('.verdict').textContent();
      expect(verdict).toContain('Nothing is found in the documents until this is mended.');
      expect(verdict).toMatch(/This mends it, in a terminal:gecko start qdrant/);
      await service('qdrant').getByText('does not work').waitFor();
      await service('qdrant').getByText('was stopped when gecko looked').waitFor();
      await gecko.ok('start', 'qdrant');
      await headline('Everything answers');
      expect(problems).toEqual([]);
    });

    it('names one backend that was stopped, while the other answers', async () => {
      await gecko.ok('stop', 'qa');
      await headline('The backend qa does not answer');
      expect(await page.locator('.verdict').textContent()).toContain('gecko start qa');
      await service('rag').getByText('answers', { exact: true }).waitFor();
      await gecko.ok('start', 'qa');
      await headline('Everything answers');
    });

    it('pulls a model through the door', async () => {
      await page.getByLabel('Name, as Ollama has it').fill('llama3.2:1b');
      await page.getByRole('button', { name: 'Pull' }).click();
      await page.locator('.pull').getByText('llama3.2:1b is ready.').waitFor();
      await page.locator('.model', { hasText: 'llama3.2:1b' }).waitFor();
    });
  },
);
