import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LedModel, startLedModel } from '../fakes/led-model.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

let model: LedModel;
let world: PageWorld;
let visited: Visited;

const question = 'Which warranty does the pump have?';

describe.skipIf(chromiumPath === null)('an answer on the page', () => {
  beforeAll(async () => {
    model = await startLedModel();
    world = await openPageWorld(
      {
        'warranty.md':
          '# Warranty\n\nThe pump has a warranty of thirty months. The lamp has two years.\n',
      },
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

  it('is shown while it is written, and says what it was made by', async () => {
    const { page } = visited;
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    answer.write('The pump has **thirty');
    await page.getByText('The pump has **thirty').waitFor();
    expect(await page.locator('.turn').getAttribute('aria-busy')).toBe('true');
    answer.write(' months** [1].');
    await page.locator('.turn strong').getByText('thirty months').waitFor();
    answer.end();
    const facts = page.getByRole('list', { name: 'How this answer was made' });
    await facts.waitFor();
    expect(await page.locator('.turn').getAttribute('aria-busy')).toBe('false');
    expect(await facts.textContent()).toMatch(/rag.*openai, led.*first token \d+.*total \d+/);
    expect(visited.trouble).toEqual(untroubled);
  });

  it('is announced once, at its end', async () => {
    const { page } = visited;
    await page.evaluate(`
      globalThis.said = [];
      const region = document.querySelector('[role=status].offscreen');
      new MutationObserver(() => region.textContent && said.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });
    `);
    model.always('The pump has thirty months [1]. It is a good one [1].');
    await visited.askToEnd(question);
    await expect
      .poll(() => page.evaluate('said'))
      .toEqual(['The answer is complete, with 1 source.']);
    expect(await page.locator('.answer-text [aria-live], [aria-live] .answer-text').count()).toBe(
      0,
    );
  });

  it('has the sentences marked that name no source, and says what the mark means', async () => {
    const { page } = visited;
    model.always('The pump has thirty months [1]. It was made by **kind elves**. Is that all?');
    await visited.askToEnd(question);
    const marked = await page.locator('.unsupported').allTextContents();
    expect(marked.join('')).toBe('It was made by kind elves. (no source named)');
    expect(await page.locator('.legend').textContent()).toMatch(/^Dotted underline: .*no source/);
  });

  it('stays as wide as the page has it, whatever is in it', async () => {
    const { page } = visited;
    await page.setViewportSize({ width: 390, height: 844 });
    const row = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
    model.always(
      `Thirty months [1].\n\n\`\`\`sh\n${'gecko ask --again '.repeat(12)}\n\`\`\`\n\n` +
        row(['Part', 'Months', 'Condition', 'Place', 'Since']) +
        row(Array(5).fill('---')) +
        row(Array(5).fill('an-authorised-workshop')),
    );
    await visited.askToEnd(question);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('stops by button, keeps what came, and is asked again', async () => {
    const { page } = visited;
    let asked = model.asked();
    await visited.ask(question);
    const first = await asked;
    first.write('Thirty or so');
    await page.getByText('Thirty or so').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await first.abandoned;
    await page.getByText('Stopped. What had come is kept.').first().waitFor();
    expect((await page.locator('.answer-text').textContent())?.trim()).toBe('Thirty or so');
    asked = model.asked();
    await page.getByRole('button', { name: 'Ask again' }).click();
    const second = await asked;
    // Until another answer begins.
    expect((await page.locator('.answer-text').textContent())?.trim()).toBe('Thirty or so');
    await page.locator('.turn[aria-busy=true] .waiting').waitFor();
    second.write('Thirty months [1].');
    second.end();
    await page.locator('.sources').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    expect((await page.locator('.answer-text').textContent())?.trim()).toBe('Thirty months 1.');
  });

  it('is asked for, stopped and found again by keys alone', async () => {
    const { page } = visited;
    await page.keyboard.press('/');
    await page.keyboard.type('Which warranty');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('does the pump have?');
    expect(await page.getByLabel('Question').inputValue()).toBe(
      'Which warranty\ndoes the pump have?',
    );
    const asked = model.asked();
    await page.keyboard.press('Enter');
    const answer = await asked;
    answer.write('Thirty');
    await page.locator('.answer-text').getByText('Thirty').waitFor();
    await page.keyboard.press('Escape');
    await answer.abandoned;
    await page.getByText('Stopped. What had come is kept.').first().waitFor();
  });

  it('of a follow-up question knows what was said before', async () => {
    model.always('The pump has thirty months [1].');
    await visited.askToEnd(question);
    const asked = model.asked();
    await visited.ask('And the lamp?');
    const answer = await asked;
    expect(answer.messages.map(({ content }) => content).join('\n')).toContain(
      'The pump has thirty months',
    );
    answer.write('Two years [1].');
    answer.end();
    await visited.page.getByText('Understood as').waitFor({ state: 'attached' });
  });

  it('says what the backend says of a model that broke off, keeps what came, and tries again', async () => {
    const { page } = visited;
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    answer.write('Thirty or so [1]');
    await page.getByText('Thirty or so').waitFor();
    answer.cut();
    await page.getByRole('alert').getByText('GENERATOR_UNREACHABLE').waitFor();
    expect(await page.locator('.answer-text').textContent()).toContain('Thirty or so');
    model.always('Thirty months [1].');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.answer-text').getByText('Thirty months').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('outlives a reload as far as it had come', async () => {
    const { page } = visited;
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    answer.write('Thirty or so');
    await page.getByText('Thirty or so').waitFor();
    await page.reload();
    await answer.abandoned;
    await page.getByRole('heading', { name: question, level: 2 }).waitFor();
    await page.getByRole('button', { name: 'Ask again' }).waitFor();
  });

  it('comes into sight when it is asked for, wherever the page was read', async () => {
    const { page } = visited;
    model.always(Array.from({ length: 60 }, (_, i) => `Line ${i} [1].`).join('\n\n'));
    await visited.askToEnd(question);
    await page.evaluate('scrollTo(0, 0)');
    const asked = model.asked();
    await visited.ask('And the lamp?');
    const answer = await asked;
    answer.write('The lamp has two years [1].');
    await page.locator('.answer-text').getByText('The lamp has two years').waitFor();
    await expect
      .poll(() =>
        page.evaluate('document.querySelectorAll(".asked")[1].getBoundingClientRect().top'),
      )
      .toBeLessThan(700);
    answer.end();
  });

  it('goes on while another view is open', async () => {
    const { page } = visited;
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    await page.getByRole('link', { name: 'Corpus' }).click();
    answer.write('Thirty months [1].');
    answer.end();
    await page.getByRole('link', { name: 'Ask' }).click();
    await page.locator('.answer-text').getByText('Thirty months').waitFor();
  });

  it('is written by the model that was chosen, and tells where it ran and how fast', async () => {
    const { page } = visited;
    const list = ['gecko', 'corpus_gecko3', 'llama3:latest', 'mistral:latest'].map((id, i) => ({
      ...{ id, object: 'model', created: 0, owned_by: i < 2 ? 'gecko' : 'ollama' },
    }));
    const done = {
      ...{ question, answer: 'Thirty months [1].', abstained: false, citations: [], omitted: 0 },
      ...{ backend: 'rag', truncated: false, device: 'gpu' },
      generator: { kind: 'ollama', model: 'mistral:latest', reason: '' },
      retrieval: { mode: 'hybrid', candidates: 3 },
      timings: {
        retrieveMs: 5,
        firstTokenMs: 420,
        totalMs: 2_600,
        tokens: 70,
        tokensPerSecond: 32.26,
      },
    };
    let sent: unknown = null;
    await page.route('**/v1/models', (route) =>
      route.fulfill({ json: { object: 'list', data: list } }),
    );
    await page.route('**/api/rag/ask', (route) => {
      sent = route.request().postDataJSON();
      const body = `event: done\ndata: ${JSON.stringify(done)}\n\n`;
      return route.fulfill({ contentType: 'text/event-stream', body });
    });
    await page.reload();
    const models = page.getByLabel('Model');
    await models.getByText('mistral:latest').waitFor({ state: 'attached' });
    expect(await models.getByRole('option').allTextContents()).toEqual([
      ...['Default model', 'llama3:latest', 'mistral:latest'],
    ]);
    await models.selectOption('mistral:latest');
    await visited.askToEnd(question);
    expect(sent).toEqual({ question, model: 'mistral:latest' });
    const facts = await page.locator('.facts').textContent();
    expect(facts).toMatch(/mistral:latest.*GPU.*first token 420 ms.*32\.3 tokens\/s.*total 2\.6 s/);
  });

  it('moves nothing that stands above it', async () => {
    const { page } = visited;
    await page.evaluate(`
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const { hadRecentInput, value, sources } of list.getEntries())
          if (!hadRecentInput)
            shifts.push({ value, moved: sources.map(({ node, previousRect: from, currentRect: to }) =>
              (node?.className || node?.nodeName) + ' ' + from.y + ' ' + to.y) });
      }).observe({ type: 'layout-shift', buffered: false });
    `);
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    // Beyond the moment in which shifts count as caused by the click.
    await page.waitForTimeout(600);
    for (let i = 0; i < 40; i++) {
      answer.write(`Sentence ${i} of the answer about the pump, and about much else [1].\n\n`);
      await page.getByText(`Sentence ${i} `).waitFor();
    }
    answer.end();
    await page.locator('.sources').waitFor();
    const shifts = (await page.evaluate('shifts')) as { value: number; moved: string[] }[];
    const sum = shifts.reduce((total, { value }) => total + value, 0);
    expect(sum, JSON.stringify(shifts)).toBeLessThan(0.005);
  });

  // The last: it takes the backend away.
  it('says that the backend died under it, keeps what came, and recovers with it', async () => {
    const { page } = visited;
    const asked = model.asked();
    await visited.ask(question);
    const answer = await asked;
    answer.write('Thirty or so');
    await page.getByText('Thirty or so').waitFor();
    for (const pid of world.gecko.processes()) process.kill(pid, 'SIGKILL');
    await page.getByText('The connection broke off').waitFor();
    expect((await page.locator('.answer-text').textContent())?.trim()).toBe('Thirty or so');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The backend does not answer.').waitFor();
    expect(await world.run(['up'])).toMatchObject({ code: 0 });
    model.always('Thirty months [1].');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.answer-text').getByText('Thirty months').waitFor();
  });
});
