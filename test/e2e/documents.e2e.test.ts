import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docxFile } from '../fakes/docx-file.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let gecko: Sandbox;
beforeAll(async () => {
  gecko = await openSandbox();
  mkdirSync(join(gecko.home, 'papers'));
});
afterAll(() => gecko.close());

/** A page as Chromium prints it. */
async function printed(html: string): Promise<Buffer> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(html);
    return await page.pdf({ format: 'A4' });
  } finally {
    await browser.close();
  }
}

describe.skipIf(chromiumPath === null)('documents that programs make', () => {
  it('are read, and a citation of a PDF names the page', async () => {
    const filler = 'The plant has nine basins, and each of them is cleaned in spring. '.repeat(30);
    const pdf =
      await printed(`<html><head><title>Plant manual</title></head><body style="font-family: serif">
      <h1>Plant manual</h1><p>${filler}</p>
      <h2 style="break-before: page">Pumps</h2>
      <div style="columns: 2"><p>The first column says that the red pump is checked every forty days by the crew of the morning shift. ${filler}</p>
      <p>The second column says that the blue pump rests in winter. ${filler}</p></div></body></html>`);
    writeFileSync(join(gecko.home, 'papers', 'plant.pdf'), pdf);
    writeFileSync(
      join(gecko.home, 'papers', 'valves.docx'),
      docxFile([
        { text: 'Valves', style: 'heading 1' },
        { text: 'The green valve closes at nineteen bar.' },
      ]),
    );
    writeFileSync(join(gecko.home, 'papers', 'broken.pdf'), pdf.subarray(0, 200));
    const ingested = await gecko.json(['ingest', 'papers']);
    expect(ingested).toMatchObject({
      code: 3,
      document: {
        added: 2,
        failed: [{ source: 'papers/broken.pdf', reason: expect.stringContaining('broken PDF') }],
      },
    });
    const { stdout } = await gecko.run(['ask', 'How often is the red pump checked?']);
    expect(stdout).toMatch(/forty days/);
    expect(stdout).toMatch(/\[1\] papers\/plant\.pdf, page 2 {2}Plant manual/);
    const asked = await gecko.json(['ask', 'At which pressure does the green valve close?']);
    expect(asked.document).toMatchObject({
      answer: expect.stringContaining('nineteen bar'),
      citations: [{ source: 'papers/valves.docx', title: 'Valves', page: null }],
    });
    const { document } = await gecko.json(['corpus', 'show', 'papers/plant.pdf']);
    const text = String(document.text);
    expect(text).toMatch(/^# Plant manual\n\n[\s\S]*\n## Pumps\n/m);
    expect(text.indexOf('red pump')).toBeLessThan(text.indexOf('blue pump'));
    expect(text).toMatch(/checked every forty days by the crew of the morning shift/);
  });
});
