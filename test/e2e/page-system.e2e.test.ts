import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toldSystem } from '../fakes/told-system.ts';
import { chromiumPath } from './browser.ts';
import {
  openPageWorld,
  type PageWorld,
  untroubled,
  type Visit,
  type Visited,
} from './page-world.ts';

let world: PageWorld;

describe.skipIf(chromiumPath === null)('the System view', () => {
  beforeAll(async () => {
    world = await openPageWorld({
      'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
    });
  });
  afterAll(() => world?.close());

  const visit = (options: Visit = {}) =>
    world.visit({ path: '/system', locale: 'en-GB', ...options });

  /** A page before a stack in containers, as its backends would tell it. */
  async function visitTold(told: Parameters<typeof toldSystem>[1] = {}, options: Visit = {}) {
    const visited = await world.visit({ locale: 'en-GB', ...options });
    await visited.page.route(/\/api\/(rag|qa)\/system$/, (route) =>
      route.fulfill({
        json: toldSystem(route.request().url().includes('/rag/') ? 'rag' : 'qa', told),
      }),
    );
    await visited.page.goto(`${world.address}/system`);
    await visited.page.locator('#backups').waitFor();
    return visited;
  }

  const part = ({ page }: Visited, name: string) => page.locator(`#${name}`);

  async function askDirectly(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1)
      await fetch(`http://127.0.0.1:${world.gecko.ports.rag}/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'Which warranty does the pump have?' }),
      });
  }

  it('tells of the real backends what answers, on what it stands and how long that takes', async () => {
    const visited = await visit();
    const services = part(visited, 'services');
    await services.locator('.service', { hasText: 'rag' }).getByText('answers').last().waitFor();
    expect(await services.locator('.service-name strong').allTextContents()).toEqual(
      expect.arrayContaining(['rag', 'qa', 'web']),
    );
    expect(await services.locator('.service', { hasText: 'rag' }).textContent()).toMatch(/Up\d/);
    const store = part(visited, 'dependencies').locator('.dependency').first();
    expect(await store.textContent()).toMatch(/Store.*works.*rag \d+ ms/);
    // Without embedding weights and a language model, which this world has not.
    expect(await visited.page.locator('.headline').textContent()).toContain('not at its best');
    expect(await visited.page.locator('.verdict').textContent()).toContain(
      'No language model writes',
    );
    expect(await part(visited, 'models').textContent()).toContain('passages of the documents');
    expect(visited.trouble).toEqual(untroubled);
    await visited.context.close();
  });

  it('draws requests as they come, says them in words, and as a table', async () => {
    const visited = await visit();
    const plots = part(visited, 'activity').locator('.plot');
    const [requests, latency] = [plots.nth(0), plots.nth(1)];
    await requests.locator('canvas').waitFor();
    expect(await requests.locator('.canvas').getAttribute('aria-label')).toMatch(
      /^Requests of the last 5 minutes\. Now: rag/,
    );
    await requests.getByText(/^rag\s+0$/).waitFor();
    await askDirectly(3);
    await requests.getByText(/^rag\s+[1-9]/).waitFor();
    await latency.getByText(/median\s+[\d.]+ m?s/).waitFor();
    await requests.locator('.u-over').hover({ position: { x: 5, y: 20 } });
    // Then the page had not been opened.
    await requests.getByText(/^rag\s+–/).waitFor();
    await requests.locator('summary').click();
    const cells = requests.locator('tbody tr').first().locator('td');
    expect(await cells.first().textContent()).toMatch(/^[1-9]/);
    await visited.context.close();
  });

  it('draws anew in the colours of the theme', async () => {
    const visited = await visit({ colorScheme: 'light' });
    const canvas = part(visited, 'activity').locator('canvas').last();
    await canvas.waitFor();
    await part(visited, 'activity')
      .getByText(/gecko\s+\d+ MiB/)
      .waitFor();
    const drawn = () =>
      visited.page.evaluate(`[...document.querySelectorAll('canvas')].at(-1).toDataURL()`);
    const light = await drawn();
    await visited.page.getByRole('button', { name: 'Switch to dark' }).click();
    await expect.poll(drawn).not.toBe(light);
    await visited.context.close();
  });

  it('moves nothing and reads nothing aloud while nothing changes', async () => {
    const visited = await visitTold();
    const { page } = visited;
    await page.locator('canvas').last().waitFor();
    await page.evaluate(`
      window.seen = { shifts: 0, said: 0, polls: 0 };
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) seen.shifts += value;
      }).observe({ type: 'layout-shift' });
      for (const live of document.querySelectorAll('main [role=status], main [aria-live], main [role=alert]'))
        new MutationObserver(() => { seen.said += 1; })
          .observe(live, { childList: true, characterData: true, subtree: true });
    `);
    for (let i = 0; i < 3; i += 1) await page.waitForResponse(/rag\/system/);
    expect(await page.evaluate('({ shifts: seen.shifts, said: seen.said })')).toEqual({
      shifts: 0,
      said: 0,
    });
    await visited.context.close();
  });

  it('does not say that everything answers while one has not answered yet', async () => {
    const visited = await visitTold();
    const { page } = visited;
    await page.route(/rag\/system/, () => {});
    await page.reload();
    await page.locator('.service', { hasText: 'qa' }).waitFor();
    expect(await page.locator('.headline').textContent()).toBe('Having a look');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await visited.context.close();
  });

  it('says that everything answers, and what gecko told of it, with its age', async () => {
    const visited = await visitTold();
    expect(await visited.page.locator('.headline').textContent()).toBe('Everything answers');
    const hardware = await part(visited, 'hardware').textContent();
    for (const said of ['NVIDIA GeForce RTX 4060', 'reported 2 min ago', '21.4 tokens a second'])
      expect(hardware).toContain(said);
    const models = await part(visited, 'models').locator('.model').allTextContents();
    expect(models[0]).toMatch(/llama3:latest.*chosen.*loaded: GPU and CPU, 62%.*partly/);
    expect(models.join()).toContain('does not fit');
    const backups = await part(visited, 'backups').locator('.backup').allTextContents();
    expect(backups[0]).toMatch(/11 hr ago.*Restored for proof/);
    expect(backups[1]).toContain('gecko backup verify a1b2c3');
    expect(backups[2]).toContain('takes no more');
    expect(await visited.page.locator('.stale').count()).toBe(0);
    await visited.context.close();
  });

  it('lists findings by severity, as text, with the command to copy', async () => {
    const visited = await visitTold({}, { permissions: ['clipboard-read', 'clipboard-write'] });
    const findings = part(visited, 'doctor').locator('.finding');
    expect(await findings.locator('.severity').allTextContents()).toEqual([
      'Problem',
      'Warning',
      'Note',
    ]);
    expect(await findings.first().textContent()).toContain('<b>now</b>');
    await findings
      .first()
      .getByRole('button', { name: 'Copy gecko up --bind 127.0.0.1', exact: true })
      .click();
    expect(await visited.page.evaluate('navigator.clipboard.readText()')).toBe(
      'gecko up --bind 127.0.0.1',
    );
    expect(await visited.page.locator('.verdict').textContent()).toContain(
      'gecko doctor found 1 problem, 2 min ago',
    );
    await visited.context.close();
  });

  it('marks what is older than ten minutes, with the command that tells it anew', async () => {
    const visited = await visitTold({ age: 1_500 });
    for (const [name, command] of [
      ['services', 'gecko status'],
      ['hardware', 'gecko up'],
      ['models', 'gecko model list'],
      ['doctor', 'gecko doctor'],
      ['backups', 'gecko status'],
    ] as const) {
      const stale = await part(visited, name).locator('.stale').textContent();
      expect(stale).toContain('older than ten minutes');
      expect(stale).toContain(command);
    }
    await visited.context.close();
  });

  it('names the command for what gecko never told, and shows it once that was run', async () => {
    const visited = await visit();
    const findings = part(visited, 'doctor');
    await findings.getByText('gecko has not reported this yet').waitFor();
    expect(await findings.locator('.command').textContent()).toContain('gecko doctor');
    await world.run(['doctor']);
    await findings.getByText('The embedding weights could not be had').first().waitFor();
    expect(await findings.locator('.age').textContent()).toMatch(/reported (now|\d+ sec ago)/);
    await visited.context.close();
  });

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'es-ES'].flatMap((locale) =>
        [390, 820, 1440].map((width) => ({ colorScheme, locale, width })),
      ),
    ),
  )('has no accessibility violation, and fits: $colorScheme, $locale, $width', async (kind) => {
    const { width, ...options } = kind;
    const dependencies = { store: 'failed', embedder: 'degraded' } as const;
    const visited = await visitTold(
      { age: 1_500, dependencies },
      { ...options, viewport: { width, height: 900 } },
    );
    await visited.page.locator('.plot summary').first().click();
    expect(await visited.violations()).toEqual([]);
    expect(await visited.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      width,
    );
    await visited.context.close();
  });
});
