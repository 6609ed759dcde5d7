import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOllamaServer } from '../fakes/ollama-server.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, type Visited } from './page-world.ts';

let server: Server;
let folder: string;
let world: PageWorld;

describe.skipIf(chromiumPath === null)('models in the System view', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-ollama-'));
    const pull = { pieces: 120, apart: 50 };
    server = createOllamaServer({ folder, registry: ['llama3', 'phi4-mini'], pull });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    world = await openPageWorld(
      { 'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n' },
      { GECKO_GENERATOR_KIND: 'auto', OLLAMA_HOST: `127.0.0.1:${port}` },
    );
  });
  afterAll(async () => {
    await world?.close();
    server?.closeAllConnections();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visit({ signedIn }: { signedIn: boolean }): Promise<Visited> {
    const visited = await world.visit({ path: '/system', locale: 'en-GB' });
    if (signedIn) {
      await world.signIn(visited.page);
      await visited.page.goto(`${world.address}/system`);
    }
    await visited.page.getByRole('heading', { name: 'Pull a model' }).waitFor();
    return visited;
  }

  async function pull({ page }: Visited, model: string): Promise<void> {
    await page.getByLabel('Name, as Ollama has it').fill(model);
    await page.getByRole('button', { name: 'Pull' }).click();
  }

  it('cannot be pulled without the session, and say how to get it', async () => {
    const { page, context } = await visit({ signedIn: false });
    await page.locator('.pull').getByText('gecko open').waitFor();
    expect(await page.locator('.pull form').count()).toBe(0);
    await context.close();
  });

  it('are pulled with progress, which goes on in other views, and are listed then', async () => {
    const visited = await visit({ signedIn: true });
    const { page, context } = visited;
    await pull(visited, 'llama3');
    await page
      .locator('.pull-progress')
      .getByText(/MiB of 47\.7 MiB/)
      .waitFor();
    expect(await visited.violations()).toEqual([]);
    await page.getByRole('link', { name: 'Corpus' }).click();
    await page.getByRole('link', { name: 'System' }).click();
    await page.locator('.pull').getByText('llama3 is ready.').waitFor();
    await page.locator('.model', { hasText: 'llama3:latest' }).waitFor();
    await context.close();
  });

  it('that no registry has end with the reason and a hint', async () => {
    const visited = await visit({ signedIn: true });
    await pull(visited, 'nonesuch');
    const failure = visited.page.locator('.pull .failure');
    await failure.waitFor();
    expect(await failure.textContent()).toMatch(/nonesuch|registry/);
    expect(await failure.locator('p').count()).toBeGreaterThan(1);
    await visited.context.close();
  });

  it('that are under way are stopped, and say that what has come stays', async () => {
    const visited = await visit({ signedIn: true });
    const { page, context } = visited;
    await pull(visited, 'phi4-mini');
    await page
      .locator('.pull-progress')
      .getByText(/MiB of/)
      .waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What has come of phi4-mini is kept').waitFor();
    expect(await page.locator('.model', { hasText: 'phi4-mini' }).count()).toBe(0);
    await context.close();
  });
});
