import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { column, pdfFile } from '../fakes/pdf-file.ts';
import { chromiumPath } from './browser.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

const hostile = [
  '---',
  'title: \'<img src="https://evil.example/t.png" onerror="document.title=1">\'',
  'note: "<script>document.title=2</script> \u202egnp.exe"',
  '---',
  '# Lantern <script>document.title="owned"</script>',
  '',
  'The lantern burns nine hours. ![pixel](https://evil.example/p.png?q=secret)',
  '<iframe src="https://evil.example/"></iframe> [see](javascript:document.title=2)',
  '',
].join('\n');

/** Run in the page. */
const droppedKettle = `(() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(['# Kettle\\n\\nThe kettle boils in ninety seconds.\\n'], 'kettle.md'));
  return transfer;
})()`;

/** Run in the page: keeps what a screen reader is told of uploads. */
const hearing = `(() => {
  globalThis.heard = [];
  new MutationObserver(() => {
    for (const { textContent: text } of document.querySelectorAll('[role=status]'))
      if (/Sending \\d|Uploads ended/.test(text) && heard.at(-1) !== text) heard.push(text);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

let world: PageWorld;
let opened: Visited[] = [];

describe.skipIf(chromiumPath === null)('the documents in the page', () => {
  beforeAll(async () => {
    world = await openPageWorld(
      {
        'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n',
        'garantia.md':
          '# Garantía\n\nLa garantía de la linterna es de dos años y la paga la casa.\n',
        'sub/lantern.md': hostile,
      },
      { GECKO_LIMITS_DOCUMENT: '1MiB' },
    );
  });
  afterAll(() => world?.close());
  afterEach(async () => {
    for (const { context } of opened) await context.close();
    opened = [];
  });

  async function read(path = '/corpus', options: BrowserContextOptions = {}): Promise<Visited> {
    const visited = await world.visit({ path, ...options });
    opened.push(visited);
    return visited;
  }

  /** In a browser that came by the link of `gecko open`. */
  async function write(path = '/corpus', options: BrowserContextOptions = {}): Promise<Visited> {
    const visited = await read('/', options);
    await world.signIn(visited.page);
    await visited.page.goto(`${world.address}${path}`);
    return visited;
  }

  const file = (name: string, text: string | Buffer) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text),
  });
  const row = (page: Page, name: string) => page.locator('.upload-row', { hasText: name });
  const stateOf = (page: Page, name: string) => row(page, name).locator('.upload-state');
  const said = async (page: Page, name: string, text: string) =>
    stateOf(page, name).filter({ hasText: text }).waitFor();
  const choose = (page: Page, ...files: ReturnType<typeof file>[]) =>
    page.setInputFiles('#choose-files', files);

  function folder(files: Record<string, string | Buffer>, name: string): string {
    const root = join(world.gecko.home, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  it('takes a file that is dropped, and answers a question about it', async () => {
    const { page, trouble } = await write();
    const data = await page.evaluateHandle(droppedKettle);
    await page.dispatchEvent('.drop', 'dragover', { dataTransfer: data });
    await page.getByText('Let go to add them').waitFor();
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: data });
    await said(page, 'uploads/kettle.md', 'Added · 1 chunk');
    await page.getByRole('row', { name: /Kettle/ }).waitFor();
    await row(page, 'kettle.md').getByRole('link').click();
    await page.getByRole('heading', { name: 'Kettle', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Ask about this document' }).click();
    await page.getByRole('button', { name: '2 filters' }).waitFor();
    await page.locator('#question').fill('How long does the kettle take?');
    await page.keyboard.press('Enter');
    await page.getByText('ninety seconds').first().waitFor();
    expect(trouble).toEqual(untroubled);
  });

  it('takes a folder as gecko ingest would: the same ids, without what is no document', async () => {
    const root = folder(
      {
        'a.md': '# Anvil\n\nThe anvil weighs forty kilos.\n',
        'deep/b.txt': 'The bellows have two valves.\n',
        'deep/picture.png': 'no picture',
        '.hidden/c.md': '# Hidden\n',
        'node_modules/x/readme.md': '# Package\n',
      },
      'forge',
    );
    const { page, trouble } = await write();
    await page.setInputFiles('#choose-folder', root);
    await said(page, 'forge/a.md', 'Added');
    await said(page, 'forge/deep/b.txt', 'Added');
    expect(await page.locator('.upload-row').count()).toBe(2);
    await page.getByText('1 file was left out').waitFor();
    const { stdout } = await world.run(['ingest', root, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(trouble).toEqual(untroubled);
  });

  it('sends of a folder that it knows only what changed, and renames what moved', async () => {
    const root = folder(
      {
        'same.md': '# Same\n\nOne.\n',
        'old.md': '# Moved\n\nTwo.\n',
        'new.md': '# New\n\nThree.\n',
      },
      'shelf',
    );
    await world.run(['ingest', root]);
    renameSync(join(root, 'old.md'), join(root, 'moved.md'));
    writeFileSync(join(root, 'new.md'), '# New\n\nFour.\n');
    const { page } = await write();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT')
        sent.push(new URL(request.url()).searchParams.get('path') ?? '');
    });
    await page.setInputFiles('#choose-folder', root);
    await said(page, 'shelf/same.md', 'Unchanged');
    await said(page, 'shelf/new.md', 'Updated');
    await said(page, 'shelf/moved.md', 'Renamed');
    expect(sent.sort()).toEqual(['moved.md', 'new.md']);
    await page.getByRole('row', { name: /shelf\/moved\.md/ }).waitFor();
    expect(await page.getByRole('row', { name: /shelf\/old\.md/ }).count()).toBe(0);
  });

  it('says of each file that failed why, and goes on with the others', async () => {
    const { page } = await write();
    await choose(
      page,
      file('locked.pdf', readFileSync('test/fixtures/documents/encrypted.pdf')),
      file('scan.pdf', pdfFile([[], []])),
      file('large.txt', 'word '.repeat(300_000)),
      file('good.md', '# Good\n\nThis one is fine.\n'),
    );
    await said(page, 'uploads/good.md', 'Added');
    for (const name of ['locked.pdf', 'scan.pdf', 'large.txt']) await said(page, name, 'Failed');
    const reason = (name: string) => row(page, name).locator('.upload-reason').textContent();
    expect(await reason('locked.pdf')).toMatch(/encrypted and needs a password/);
    expect(await reason('scan.pdf')).toMatch(/scan|no text/i);
    expect(await reason('large.txt')).toMatch(
      /1\.4 MiB, and this project takes 1 MiB at most\. Split it/,
    );
    await page.getByText('1 added, 3 failed', { exact: true }).waitFor();
    await row(page, 'scan.pdf')
      .getByRole('button', { name: /Try .*scan\.pdf again/ })
      .click();
    await said(page, 'scan.pdf', 'Failed');
    await page.getByRole('button', { name: 'Clear list' }).click();
    expect(await page.locator('.upload-row').count()).toBe(0);
  });

  it('shows a PDF with its pages and chunks, and marks the chunk that is chosen', async () => {
    const lines = (n: number) =>
      Array.from(
        { length: 30 },
        (_, i) => `Sheet ${n}: valve ${i} opens slowly at ${i + n} bar of steam.`,
      );
    const manual = pdfFile([column(lines(1)), column(lines(2))], { Title: 'Valve manual' });
    const { page, trouble } = await write();
    await choose(page, file('valve.pdf', manual));
    await said(page, 'valve.pdf', 'Added');
    await row(page, 'valve.pdf').getByRole('link').click();
    await page.getByRole('heading', { name: 'Valve manual' }).waitFor();
    expect(await page.locator('.page-rule').allTextContents()).toEqual(['Page 1', 'Page 2']);
    const last = page.locator('.chunk').last();
    const beginning = (await last.locator('.chunk-text').textContent())?.slice(0, 40);
    await last.click();
    expect(await last.getAttribute('aria-pressed')).toBe('true');
    const mark = page.locator('.pieces mark').first();
    expect(await mark.textContent()).toContain(beginning);
    expect((await mark.boundingBox())?.y).toBeLessThan(720);
    await page.locator('.chunk-mark').first().click();
    expect(await page.locator('.chunk').first().getAttribute('aria-pressed')).toBe('true');
    expect(trouble).toEqual(untroubled);
  });

  it('brings a chunk into sight that is far from what is shown of a long text', async () => {
    const text = Array.from(
      { length: 1_500 },
      (_, i) => `Rule ${i}: the gate of lock ${i} opens once the water stands at ${i} feet.\n`,
    ).join('\n');
    const { page } = await write();
    await choose(page, file('locks.txt', text));
    await said(page, 'locks.txt', 'Added');
    await row(page, 'locks.txt').getByRole('link').click();
    const more = page.getByRole('button', { name: 'Show more chunks' });
    await page.locator('.chunk').first().waitFor();
    while ((await more.count()) > 0) await more.click();
    const mark = page.locator('.pieces mark').first();
    for (const chunk of [page.locator('.chunk').last(), page.locator('.chunk').first()]) {
      await chunk.click();
      const beginning = (await chunk.locator('.chunk-text').textContent())?.slice(0, 40) ?? '';
      await mark.filter({ hasText: beginning }).waitFor();
      const { y = -1 } = (await mark.boundingBox()) ?? {};
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThan(720);
    }
  });

  it('cancels one file, cancels the rest, and tries again', async () => {
    const { page } = await write();
    let isHeld = true;
    const held = new Set<() => void>();
    await page.route('**/corpus/documents/**', async (route) => {
      if (route.request().method() === 'PUT' && isHeld)
        await new Promise<void>((resolve) => held.add(resolve));
      await route.continue().catch(() => undefined);
    });
    await choose(
      page,
      ...[1, 2, 3, 4, 5, 6].map((n) => file(`wait-${n}.md`, `# Wait ${n}\n\nText.`)),
    );
    await page.locator('.upload-row[data-state="waiting"]', { hasText: 'wait-6' }).waitFor();
    await page.getByRole('button', { name: 'Cancel uploads/wait-1.md' }).click();
    await said(page, 'wait-1.md', 'Cancelled');
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await page.getByText('6 cancelled', { exact: true }).waitFor();
    isHeld = false;
    for (const go of held) go();
    await page.getByRole('button', { name: 'Try uploads/wait-6.md again' }).click();
    await said(page, 'wait-6.md', 'Added');
  });

  it.each([
    { width: 1440, locale: 'en', colorScheme: 'light' as const },
    { width: 390, locale: 'es', colorScheme: 'dark' as const },
  ])('tells every view how far the uploads are, in $locale at $width', async (look) => {
    const { width, locale, colorScheme } = look;
    const { page, violations } = await write('/corpus', {
      ...{ viewport: { width, height: 800 }, locale, colorScheme },
    });
    const isSpanish = locale === 'es';
    const nav = (name: string | RegExp) => page.locator('.views').getByRole('link', { name });
    const places = () =>
      page
        .locator('.bar .brand, .views a, .bar-end')
        .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
    const before = await places();
    const held = new Set<() => void>();
    await page.route('**/corpus/documents/**', async (route) => {
      if (/two|three/.test(route.request().url()))
        await new Promise<void>((resolve) => held.add(resolve));
      await route.continue();
    });
    await choose(
      page,
      file(`one-${width}.md`, `# One ${width}\n\nText.`),
      file(`two-${width}.md`, `# Two ${width}\n\nText.`),
      file(`three-${width}.pdf`, pdfFile([[]])),
    );
    await said(page, `one-${width}.md`, isSpanish ? 'Añadido' : 'Added');
    await nav(isSpanish ? 'Preguntar' : 'Ask').click();
    await nav(
      isSpanish ? 'Corpus (1 de 3 subidas hechas)' : 'Corpus (1 of 3 uploads done)',
    ).waitFor();
    const mark = page.locator('.news');
    expect(await mark.textContent()).toBe(isSpanish ? '1 de 3' : '1 of 3');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await expect.poll(() => held.size).toBe(2);
    for (const go of held) go();
    await nav(
      isSpanish
        ? 'Corpus (3 de 3 subidas hechas, 1 fallida)'
        : 'Corpus (3 of 3 uploads done, 1 failed)',
    ).waitFor();
    expect(await mark.textContent()).toBe(isSpanish ? '1 fallida' : '1 failed');
    expect(await violations()).toEqual([]);
    await nav(/Corpus/).click();
    await mark.waitFor({ state: 'detached' });
    expect(await places()).toEqual(before);
    await nav(isSpanish ? 'Sistema' : 'System').click();
    expect(await mark.count()).toBe(0);
  });

  it('asks before a page with running uploads is left', async () => {
    const { page } = await write();
    await page.route('**/corpus/plan', () => undefined);
    await choose(page, file('slow.md', '# Slow'));
    await said(page, 'slow.md', 'Checking');
    // A browser asks only where somebody has touched the page.
    await page.mouse.click(5, 5);
    const [dialog] = await Promise.all([
      page.waitForEvent('dialog'),
      page.close({ runBeforeUnload: true }),
    ]);
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
  });

  it('stops when the session is lost, keeps what waits, and goes on once it is back', async () => {
    const { page, context } = await write();
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
    await context.clearCookies();
    await choose(page, file('later.md', '# Later\n\nIt came later.\n'));
    await page.getByText('This browser is no longer signed in.').waitFor();
    await said(page, 'later.md', 'Waiting');
    const other = await context.newPage();
    await world.signIn(other);
    await page.getByRole('button', { name: 'Go on' }).click();
    await said(page, 'later.md', 'Added');
  });

  it('makes a new collection by its name, and shows each with what is in it', async () => {
    const { page, trouble } = await write();
    await page.getByText('Where they go').click();
    const name = page.getByLabel('Collection', { exact: true });
    const chooseFiles = page.getByRole('button', { name: 'Choose files' });
    await name.fill('bad__name');
    await page.getByText('no double underscore').waitFor();
    expect(await chooseFiles.isDisabled()).toBe(true);
    await name.fill('x');
    await name.press('Backspace');
    await page.getByText('Write the name of a collection').waitFor();
    expect(await name.inputValue()).toBe('');
    expect(await chooseFiles.isDisabled()).toBe(true);
    await page.dispatchEvent('.drop', 'drop', {
      dataTransfer: await page.evaluateHandle(droppedKettle),
    });
    await page.getByText('Nothing was sent').waitFor();
    await name.pressSequentially('notes');
    expect(await page.getByText('Nothing was sent').count()).toBe(0);
    await page.getByLabel('Source of single files').fill('desk');
    await choose(page, file('one.md', '# One\n\nA note of its own collection.\n'));
    await page.waitForURL('**/corpus?collection=notes');
    await page.getByRole('row', { name: /desk\/one\.md/ }).waitFor();
    const chooser = page.getByRole('navigation', { name: 'Collections' });
    await chooser.getByRole('link', { name: /notes.*1 document.*1 chunk.*full-text/s }).waitFor();
    await chooser.getByRole('link', { name: /corpus_gecko3/ }).click();
    await page.getByRole('row', { name: /shop\/warranty\.md/ }).waitFor();
    expect(await page.getByRole('row', { name: /desk\/one\.md/ }).count()).toBe(0);
    // A collection that nobody made yet is answered 404, which Chromium writes down.
    expect(trouble.problems.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('searches while it is typed, filters, and sorts by every column', async () => {
    const { page, trouble } = await read();
    await page.getByRole('row', { name: /warranty\.md/ }).waitFor();
    await page.getByLabel('Search titles and paths').fill('GARANTIA shop');
    await page.getByText(/^1 of \d+ documents$/).waitFor();
    await page.getByRole('row', { name: /Garantía/ }).waitFor();
    await page.getByLabel('Search titles and paths').fill('nothing has this name');
    await page.getByRole('button', { name: 'Show all documents' }).click();
    await page.getByLabel('Source', { exact: true }).selectOption('shop');
    await page.getByLabel('Language', { exact: true }).selectOption('es');
    await page.getByText(/^1 of /).waitFor();
    await page.getByLabel('Language', { exact: true }).selectOption('');
    const titles = () => page.locator('td.title').allTextContents();
    for (const column of [
      'Title',
      'Type',
      'Language',
      'Chunks',
      'Size',
      'Added',
      'Source and path',
    ]) {
      const head = page.getByRole('columnheader', { name: column });
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      const upwards = await titles();
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect((await titles()).toSorted()).toEqual(upwards.toSorted());
    }
    await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
    expect((await titles()).slice(-2)).toEqual(['Garantía', 'Warranty']);
    expect(trouble).toEqual(untroubled);
  });

  it('deletes a document once it is said what goes', async () => {
    const { page, trouble } = await write();
    await choose(page, file('brief.md', '# Brief\n\nThis one goes again.\n'));
    await said(page, 'brief.md', 'Added');
    await row(page, 'brief.md').getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toMatch(
      /“Brief”.*1 chunk are removed from corpus_gecko3.*gecko ingest/s,
    );
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('“Brief” was deleted.').waitFor();
    await page.getByRole('row', { name: /warranty\.md/ }).waitFor();
    expect(await page.getByRole('row', { name: /brief\.md/ }).count()).toBe(0);
    await page.goBack();
    await page.getByText('This document is not in the corpus').waitFor();
    expect(trouble.problems.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('holds the question while a document is deleted, and leaves whoever has gone elsewhere there', async () => {
    const { page } = await write();
    await choose(page, file('held.md', '# Held\n\nThis one goes slowly.\n'));
    await said(page, 'held.md', 'Added');
    await row(page, 'held.md').getByRole('link').click();
    const answers: ((error: object | null) => void)[] = [];
    await page.route('**/corpus/documents/*', async (route) => {
      if (route.request().method() !== 'DELETE') return route.continue();
      const error = await new Promise<object | null>((resolve) => answers.push(resolve));
      return error ? route.fulfill({ status: 500, json: { error } }) : route.continue();
    });
    const dialog = page.getByRole('dialog');
    const remove = dialog.getByRole('button', { name: 'Delete' });
    const cancel = dialog.getByRole('button', { name: 'Cancel' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await remove.click();
    await expect.poll(() => answers.length).toBe(1);
    expect(await cancel.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    // Chromium closes it then.
    await page.keyboard.press('Escape');
    answers[0]?.({ code: 'INTERNAL', message: 'the table cannot be written' });
    await dialog.getByText('The table cannot be written.').waitFor();
    expect(await remove.evaluate((node) => node.matches(':focus'))).toBe(true);
    await remove.press('Enter');
    await expect.poll(() => answers.length).toBe(2);
    await page.goBack();
    await page.locator('.views').getByRole('link', { name: 'System' }).click();
    await page.getByRole('heading', { name: 'System', level: 1 }).waitFor();
    const places: string[] = [];
    page.on('framenavigated', (frame) => places.push(frame.url()));
    const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
    answers[1]?.(null);
    await deleted;
    await page
      .locator('.views')
      .getByRole('link', { name: /Corpus/ })
      .click();
    await page.getByText('“Held” was deleted.').waitFor();
    expect(places).toEqual([`${world.address}/corpus`]);
  });

  it('is for reading alone without a session, and says how to get one', async () => {
    const { page, trouble } = await read();
    await page.getByRole('row', { name: /warranty\.md/ }).waitFor();
    await page
      .getByRole('region', { name: 'This browser can only read' })
      .getByText('gecko open')
      .waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await page.getByRole('link', { name: 'Warranty' }).click();
    await page.getByRole('button', { name: 'Copy ID' }).waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    expect(trouble).toEqual(untroubled);
  });

  it('shows a hostile document as text, and lets nothing out', async () => {
    const { page, trouble } = await read();
    await page.getByRole('link', { name: /<img src=/ }).click();
    await page.locator('.pieces').getByText('The lantern burns nine hours').waitFor();
    await page.locator('.chunk').first().click();
    const main = page.locator('main');
    expect(await main.textContent()).toContain('<script>document.title=2</script> gnp.exe');
    expect(await main.locator('img, iframe, script, a[href^="javascript:"]').count()).toBe(0);
    expect(await page.title()).toContain('<img src=');
    expect(trouble).toEqual(untroubled);
  });

  it('invites to drop the first documents where there are none', async () => {
    const { page, violations } = await write('/corpus?collection=nothing-yet');
    await page.getByRole('heading', { name: 'Drop your first documents here' }).waitFor();
    expect(await violations()).toEqual([]);
    const reader = await read('/corpus?collection=nothing-yet');
    await reader.page.getByRole('heading', { name: 'There is nothing in this corpus' }).waitFor();
    await reader.page.getByText('gecko ingest PATH').waitFor();
    expect(await reader.violations()).toEqual([]);
  });

  it('is used by the keyboard alone, and tells a screen reader the beginning and the end', async () => {
    const { page } = await write();
    await page.getByRole('button', { name: 'Choose files' }).focus();
    // Begun before the key is pressed, for the browser has to be told.
    const chosen = page.waitForEvent('filechooser');
    await page.evaluate(hearing);
    await page.keyboard.press('Enter');
    const chooser = await chosen;
    await chooser.setFiles([1, 2, 3, 4, 5].map((n) => file(`key-${n}.md`, `# Key ${n}\n\nText.`)));
    await page.getByText('5 added', { exact: true }).waitFor();
    await page.getByText('Uploads ended: 5 added.').waitFor({ state: 'attached' });
    expect(await page.evaluate('heard')).toEqual(['Sending 5 files.', 'Uploads ended: 5 added.']);
    await page.getByLabel('Search titles and paths').focus();
    await page.keyboard.type('Key 3');
    await page.getByText(/^1 of /).waitFor();
    await page.getByRole('link', { name: 'Key 3', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Key 3' }).waitFor();
  });

  const looks = [1440, 820, 390].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(looks)('has no accessibility violation at $width in $colorScheme', async (look) => {
    const locale = look.colorScheme === 'dark' ? 'es' : 'en';
    const { width, colorScheme } = look;
    const { page, violations } = await write('/corpus', {
      ...{ viewport: { width, height: 900 }, colorScheme, locale },
    });
    const link = page.getByRole('link', { name: 'Warranty' });
    await link.waitFor();
    await choose(page, file('axe.md', '# Axe\n\nText.'), file('axe.pdf', pdfFile([[]])));
    await page.locator('.upload-row[data-state="failed"]').waitFor();
    await page.locator('.upload-row[data-state="done"]').waitFor();
    await page.locator('.drop-target summary').click();
    expect(await violations()).toEqual([]);
    const wide = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await wide()).toBeLessThanOrEqual(width);
    await link.click();
    await page.locator('.chunk').first().click();
    expect(await violations()).toEqual([]);
    expect(await wide()).toBeLessThanOrEqual(width);
    await page.locator('.document-actions > .danger').click();
    expect(await violations()).toEqual([]);
  });
});
