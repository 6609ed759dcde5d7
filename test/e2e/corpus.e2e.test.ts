import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

// One daemon for all: each case has folders of its own.
let gecko: Sandbox;
beforeAll(async () => {
  gecko = await openSandbox();
});
afterAll(() => gecko.close());

describe('quickstart', () => {
  it('answers from the documentation, with sources, and says how to stop', async () => {
    const { code, stdout } = await gecko.run(['quickstart']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\[1\] gecko-docs\/[\w/-]+\.md:\d+ /);
    expect(stdout).toMatch(/login\?code=[\s\S]*gecko down/);
  });
});

describe('ask', () => {
  it('gives one document with --json, and its citations point at the text', async () => {
    const question = 'Where are the embedding weights kept?';
    const { code, document } = await gecko.json(['ask', question]);
    expect(code).toBe(0);
    expect(document).toMatchObject({ schema: 1, question, abstained: false, backend: 'rag' });
    const citations = document.citations as { source: string; span: number[]; text: string }[];
    expect(citations[0]).toMatchObject({ n: 1, source: 'gecko-docs/embeddings.md' });
    for (const { source, span, text } of citations) {
      const shown = await gecko.json(['corpus', 'show', source]);
      expect(String(shown.document.text).slice(...span)).toBe(text);
    }
  });

  it('says that the corpus does not answer', async () => {
    const { code, document } = await gecko.json(['ask', 'What is the capital of Mongolia?']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ abstained: true, citations: [] });
  });

  it('takes the question from standard input, to either backend', async () => {
    const options = { input: 'How do I stop gecko?\n' };
    const { code, stdout } = await gecko.run(['ask', '--backend', 'qa', '--json'], options);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ question: 'How do I stop gecko?', backend: 'qa' });
    expect(await gecko.run(['ask'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('ingest', () => {
  it('sends what changed, follows renames, and removes what is gone when told', async () => {
    write({ 'plants/fern.md': '# Fern\nFerns like shade.', 'plants/rose.md': '# Rose\nRed.' });
    expect(await ingest('plants')).toMatchObject({ added: 2, unchanged: 0, failed: [] });
    expect(await ingest('plants')).toMatchObject({ added: 0, unchanged: 2, chunks: 0 });
    renameSync(join(gecko.home, 'plants/fern.md'), join(gecko.home, 'plants/ferns.md'));
    rmSync(join(gecko.home, 'plants/rose.md'));
    expect(await ingest('plants')).toMatchObject({ updated: 1, removed: 0, embedded: 0 });
    expect(await gecko.json(['ingest', 'plants', '--prune'])).toMatchObject({
      code: 5,
      document: { error: { code: 'CONFIRMATION_NEEDED' } },
    });
    expect(await ingest('plants', '--prune', '--yes')).toMatchObject({ removed: 1 });
    const { document } = await gecko.json(['corpus', 'list', '--source', 'plants']);
    expect(document.documents).toMatchObject([{ path: 'ferns.md' }]);
  });

  it('goes on behind what cannot be read, and ends with exit code 3', async () => {
    write({
      'mixed/good.md': 'The pump opens at three bar.',
      'mixed/binary.md': Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * i * 31) % 256)),
      'mixed/latin.txt': Buffer.from('Le caf\xe9 est ouvert le dimanche matin.', 'latin1'),
      'mixed/wide.txt': Buffer.from('\ufeffUTF-16 is read as well.', 'utf16le'),
    });
    symlinkSync('/etc/passwd', join(gecko.home, 'mixed/out.md'));
    execFileSync('mkfifo', [join(gecko.home, 'mixed/pipe.md')]);
    const { code, document } = await gecko.json(['ingest', 'mixed']);
    expect(code).toBe(3);
    expect(document).toMatchObject({ added: 3, failed: [{ source: 'mixed/binary.md' }] });
    const shown = await gecko.json(['corpus', 'show', 'mixed/latin.txt']);
    expect(shown.document.text).toContain('café');
  });

  it('takes neither a missing path nor an empty folder for something to do', async () => {
    mkdirSync(join(gecko.home, 'empty'));
    const code = async (...args: string[]) => {
      const { document } = await gecko.json(['ingest', ...args]);
      return (document.error as { code: string }).code;
    };
    expect(await code('nothing')).toBe('PATH_MISSING');
    expect(await code('empty')).toBe('FOLDER_EMPTY');
    expect(await code('empty', '--prune', '--yes')).toBe('PRUNE_REFUSED');
  });

  it('goes on where a run was interrupted', async () => {
    const files = Array.from({ length: 300 }, (_, i) => [`many/${i}.md`, `# ${i}\nText ${i}.`]);
    write(Object.fromEntries(files));
    const { child, ended, said } = gecko.start(['ingest', 'many']);
    await said(/Ingesting: 1 of 300/);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
    const tally = await ingest('many');
    expect(Number(tally.added) + Number(tally.unchanged)).toBe(300);
    expect(tally.unchanged).not.toBe(0);
  });
});

describe('corpus', () => {
  it('makes a collection anew, and goes back', async () => {
    write({ 'small/a.md': '# A\nAlpha.' });
    const team = ['--collection', 'team'];
    await ingest('small', ...team);
    const { document } = await gecko.json(['corpus', 'reindex', ...team]);
    expect(document).toMatchObject({ collection: 'team', generation: 2, documents: 1 });
    expect((await gecko.json(['corpus', 'rollback', ...team])).document.generation).toBe(1);
    expect((await gecko.json(['corpus', 'rm', 'small/a.md', ...team])).document).toMatchObject({
      removed: ['small/a.md'],
    });
    expect((await gecko.json(['corpus', 'list', ...team])).document.documents).toEqual([]);
  });
});

async function ingest(...args: string[]): Promise<Record<string, unknown>> {
  const { code, document } = await gecko.json(['ingest', ...args]);
  expect(document).not.toHaveProperty('error');
  expect(code).toBe(0);
  return document;
}

function write(files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(gecko.home, path)), { recursive: true });
    writeFileSync(join(gecko.home, path), content);
  }
}

describe('completion', () => {
  it('offers what the running services hold', async () => {
    write({ 'tree/oak.md': '---\nauthor: Ann Lee\n---\n# Oak\nOld.' });
    await ingest('tree');
    const offered = async (...words: string[]) =>
      (await gecko.run(['complete', '--', ...words])).stdout;
    expect(await offered('corpus', 'show', 'tree/')).toBe('tree/oak.md\t\n:4\n');
    expect(await offered('corpus', 'list', '--source', 'tr')).toBe('tree\t\n:4\n');
    expect(await offered('ask', '--collection=')).toContain('--collection=corpus_gecko3\t');
    expect(await offered('ask', '--filter', 'author=')).toBe('author=Ann Lee\t\n:4\n');
    expect(await offered('ingest', 'tr')).toBe(':0\n');
  });

  it('prints a script for each shell, which bash can read', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
      expect(await gecko.run(['completion', shell])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/complete '?--/),
      });
    const { stdout: script } = await gecko.run(['completion', 'bash']);
    execFileSync('bash', ['-n'], { input: script });
    expect(await gecko.run(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' });
  });
});
