import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { openSandbox, type Sandbox, until } from './sandbox.ts';

/** Kill points, drawn by seed; `npm run test:long` asks for more. */
const kills = Number(process.env.GECKO_TEST_KILLS ?? 6);
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);
const documents = 60;

let gecko: Sandbox;
beforeAll(async () => {
  gecko = await openSandbox();
  mkdirSync(join(gecko.home, 'notes'));
});
afterAll(() => gecko.close());

it(`a daemon killed at any moment of an ingest: the next run completes it, nothing is there twice, nothing old is seen (${kills} points, seed ${seed})`, async () => {
  const random = randomNumbers(seed);
  for (let round = 1; round <= kills; round += 1) {
    const at = random();
    write(round);
    await gecko.run(['up']);
    const { pid } = JSON.parse(gecko.state('daemon.json') ?? '{}');
    const { ended, said } = gecko.start(['ingest', 'notes']);
    // From its first moment to about its end.
    await Promise.race([said(/Ingesting/).catch(() => {}), ended]);
    await new Promise((resolve) => setTimeout(resolve, at * 1_200));
    process.kill(pid, 'SIGKILL');
    await ended;
    await until(() => !existsSync(`/proc/${pid}`));

    const context = `round ${round} of seed ${seed}, killed at ${Math.round(at * 1_200)} ms`;
    const { code, document } = await gecko.json(['ingest', 'notes']);
    expect(code, context).toBe(0);
    const { added, updated, unchanged } = document as Record<string, number>;
    expect(Number(added) + Number(updated) + Number(unchanged), context).toBe(documents);
    const { document: stats } = await gecko.json(['corpus', 'stats']);
    expect(stats, context).toMatchObject({ collections: [{ documents, chunks: documents }] });
    const number = Math.floor(random() * documents);
    const shown = await gecko.json(['corpus', 'show', `notes/n${number}.md`]);
    expect(shown.document.text, context).toBe(textOf(number, round));
    const { document: answer } = await gecko.json([
      'ask',
      `What is the revision of note number ${number}?`,
    ]);
    for (const { text } of answer.citations as { text: string }[])
      expect(text, context).toContain(`revision ${round} `);
  }
});

function write(round: number): void {
  for (let i = 0; i < documents; i += 1)
    writeFileSync(join(gecko.home, 'notes', `n${i}.md`), textOf(i, round));
}

function textOf(number: number, round: number): string {
  return `# Note ${number}\n\nThis is revision ${round} of note number ${number}.\n`;
}
